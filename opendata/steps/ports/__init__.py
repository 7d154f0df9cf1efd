"""Ports: what the steps ask of storage/, intake/ and validation/, one protocol each; app.py hands in who does it."""
