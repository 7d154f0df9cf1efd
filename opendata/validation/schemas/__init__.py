"""Schemas: descriptors given by the caller, read without trusting them."""
