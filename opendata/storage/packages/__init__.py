"""Packages: bytes by path, in a folder or in a bucket, written whole or not at all."""
