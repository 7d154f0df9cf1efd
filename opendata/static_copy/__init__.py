"""The public site as static files: asked of the application itself, linked to one another, and written to a folder.

What it holds is what the application answers; docs/static-export.md tells what a copy can do and what it cannot.
"""
