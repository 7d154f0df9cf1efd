"""Packages: bytes by path, in a folder or in a bucket, each written whole or not at all."""
