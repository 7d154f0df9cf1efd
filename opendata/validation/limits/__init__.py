"""Limits: files that would take more time or memory than anybody waits for, refused before they are opened."""
