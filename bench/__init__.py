"""Benchmarks: what the service costs, each beside something to compare it with, measured in the same run."""
