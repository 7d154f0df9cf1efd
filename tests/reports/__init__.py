"""Reports with pages, from the bytes to published versions."""
