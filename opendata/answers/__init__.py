"""Answers made once: what the public sees is kept, and given again until something public changes.

Here: one mechanism for the API, the feeds, the catalogue and the pages, in front of all views, which do not know it.
Not here: the number of the public state (storage/sql/public_state.py), and what views say of caching
(web/http_caching.py).
"""
