"""A version or changeset as bytes for readers. Knows the domain, not HTTP and not storage."""
