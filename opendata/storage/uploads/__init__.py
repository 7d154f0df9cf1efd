"""Uploads: what staff sent, which is private, and the jobs that are still to be done with it."""
