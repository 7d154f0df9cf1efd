"""Workbooks by columns and by Frictionless itself: the same list, whoever wrote the file."""

from hypothesis import HealthCheck, given, settings

from tests.validation.columns.books import packages_of_books
from tests.validation.columns.both import compared
from tests.validation.columns.made import Made


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(packages_of_books())
def test_two_workbooks_with_keys(made: Made):
    compared(*made)
