"""Intake turns a city's files into text tables, and these into tables in schema terms; it lists every rewrite."""

from opendata.domain.model import SourceFile
from opendata.intake.size_limits import Limits
from opendata.intake.upload_reading import read_upload

__all__ = ["Limits", "SourceFile", "read_upload"]
