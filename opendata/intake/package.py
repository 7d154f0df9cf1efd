"""Data Packages: tables that come with their own description, in a zip or as plain files.

Here: finding the resources of a datapackage.json and reading them as declared. Not here: the tables' formats.
Nothing is ever fetched, and no path leads out of the package.
"""

from collections.abc import Sequence

from opendata.intake.source import Limits, SourceFile, TextTable


def read_package(files: Sequence[SourceFile], limits: Limits) -> list[TextTable]:
    raise NotImplementedError
