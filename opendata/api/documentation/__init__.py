"""The description of the API as pages for people, made from the OpenAPI document, in German and English.

Here: what of the document pages show, and their words. Not here: the document (description/), views (docs_page.py).
"""
