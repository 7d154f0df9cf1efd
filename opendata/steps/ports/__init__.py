"""Ports: what the steps need from storage/, intake/ and validation/, one protocol each; app.py joins them."""
