"""Limits: files that would take too much time or memory are refused before they are opened."""
