"""Uploads: what staff sent, private, until it is published or its time is over."""
