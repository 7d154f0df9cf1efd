"""Uploads: what staff sent, private, and the jobs that are still to be done with it."""
