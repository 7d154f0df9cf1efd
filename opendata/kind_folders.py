"""Kind folders: reading `datapackages/<kind>/datapackage.json` from disk.

Here: the files, and what a kind must have so that its datasets can be versioned. Not here: what a descriptor means
(domain/kinds.py).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from opendata.domain.errors import KindBroken, KindNotFound
from opendata.domain.kinds import NAME, Kind

# Names that addresses or packages use in the place of a table's name, so that no table may have them.
RESERVED_TABLES = frozenset(
    "versions uploads source compare progress changes datapackage package calendar.ics embed trend trend.csv".split()
)


class KindFolders(Mapping[str, Kind]):
    """All kinds under one folder, read once; a table without a primary key cannot be versioned."""

    def __init__(self, folder: Path) -> None:
        self._kinds: dict[str, Kind] = {}
        for path in sorted(folder.glob("*/datapackage.json")):
            kind = load_kind(path.parent)
            self._kinds[kind.name] = kind

    def __getitem__(self, name: str) -> Kind:
        try:
            return self._kinds[name]
        except KeyError:
            raise KindNotFound(name, sorted(self._kinds)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def load_kind(folder: Path) -> Kind:
    """Read `<folder>/datapackage.json`; raises KindBroken."""
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KindBroken(str(folder), str(error)) from error
    kind = Kind.from_descriptor(descriptor, str(folder))
    for table in kind.tables:
        if table.name in RESERVED_TABLES or not NAME.fullmatch(table.name):
            raise KindBroken(str(folder), f"a resource cannot be called '{table.name}'")
        if not table.primary_key:
            raise KindBroken(str(folder), f"resource '{table.name}' needs a primaryKey: rows are followed by it")
        for part in table.primary_key:
            if not table.field(part).required:
                raise KindBroken(str(folder), f"key field '{table.name}.{part}' must be required")
    return kind
