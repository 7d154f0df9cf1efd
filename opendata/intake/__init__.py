"""Intake: a city's bytes to text tables, and on to tables in schema terms; every rewrite is listed."""

from opendata.domain.model import SourceFile
from opendata.intake.size_limits import Limits
from opendata.intake.upload_reading import read_upload

__all__ = ["Limits", "SourceFile", "read_upload"]
