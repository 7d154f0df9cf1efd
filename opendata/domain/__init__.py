"""Rules and words: values to values. Imports the standard library and Polars only; no port, no file, no lock."""
