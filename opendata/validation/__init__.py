"""Validation: Frictionless, imported nowhere else; tables and schemas in, our own report out.

Described in docs/validation.md.
"""

from opendata.validation.check import check
from opendata.validation.files_by_kind import validate_files
from opendata.validation.messages.error_sentences import column_missing
from opendata.validation.messages.text_report import as_text

__all__ = ["as_text", "check", "column_missing", "validate_files"]
