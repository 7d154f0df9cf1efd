"""Rules and words. Imports the standard library and Polars only."""
