"""Steps: the use cases, without HTTP."""
