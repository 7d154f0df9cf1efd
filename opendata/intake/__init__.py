"""Intake: a city's bytes to text tables, and on to tables in schema terms; every rewrite is listed."""

from opendata.domain.model import SourceFile
from opendata.intake.reading import read_upload
from opendata.intake.source import Limits

__all__ = ["Limits", "SourceFile", "read_upload"]
