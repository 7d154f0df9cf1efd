"""Warming: everything that the first check would load is loaded beforehand.

Here: what Frictionless loads late, and the schemas of kinds. Not here: a check, which starts threads, after which a
process must not be forked any more.
"""

from collections.abc import Iterable

from opendata.domain.kinds import Kind
from opendata.validation.upload_packages import JudgedKeys, schema_of


def load_everything(kinds: Iterable[Kind]) -> None:
    """Load what Frictionless looks for when it reads its first schema, and read the schemas of the kinds."""
    for kind in kinds:
        for table in kind:
            schema_of(table, JudgedKeys(table.primary_key, (), ()), ())
