"""Validation: Frictionless, imported nowhere else; tables and schemas in, our own report out.

Described in docs/validation.md.
"""

from opendata.validation.check import check

__all__ = ["check"]
