"""Files: the bytes of each format a city may send, to text tables; one module a format."""
