"""Schemas: descriptors that somebody gives us to check by, read without trusting them."""
