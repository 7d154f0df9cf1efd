"""Shared by all views: services, problems, access, caching, language. Nothing here depends on any one page."""
