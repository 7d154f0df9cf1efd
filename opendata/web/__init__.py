"""Shared by all views: services, problems, access, caching, language. Knows nothing of any one page."""
