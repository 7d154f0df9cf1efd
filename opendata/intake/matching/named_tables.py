"""Named tables: the sheets and files that a mapping names for a resource.

Here: looking them up by "sheet", "sheets" and "file". Not here: tables that no mapping names (table_choice.py).
"""

from collections.abc import Sequence

from opendata.domain.errors import MappingNotValid
from opendata.intake.matching.chosen_tables import TableChoice, sheet_name
from opendata.intake.matching.header_rows import Header, best_header
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.matching.mapping_checks import nothing_of_that_name
from opendata.intake.matching.table_shapes import EVERY_SHEET
from opendata.intake.matching.unread_tables import is_more_of
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable


def is_named(vocabulary: HeaderVocabulary) -> bool:
    """Whether the mapping names the tables of a resource."""
    mapping = vocabulary.mapping
    return mapping.sheet is not None or mapping.file is not None or bool(mapping.shape.sheets)


def places_named(
    tables: Sequence[TextTable], headers: Sequence[Sequence[Header]], vocabulary: HeaderVocabulary
) -> list[int]:
    """The tables that the mapping names, as indices; raises MappingNotValid where one does not exist.

    The list is empty only where the mapping takes every sheet and none has a header of the resource.
    """
    mapping, where = vocabulary.mapping, f"resources.{vocabulary.table.name}"
    files = sorted({table.file for table in tables})
    if mapping.file is not None and mapping.file not in files:
        raise nothing_of_that_name(f"{where}.file", mapping.file, files, ("file", "die Datei"))
    inside = [place for place, table in enumerate(tables) if mapping.file in (None, table.file)]
    if EVERY_SHEET in mapping.shape.sheets:
        skipped = mapping.shape.skip_sheets
        open_places = [
            place
            for place in inside
            if not tables[place].hidden and header_key(sheet_name(tables[place])) not in skipped
        ]
        return _alike(tables, headers, [p for p in open_places if _has_header(headers[p], vocabulary)], vocabulary)
    if mapping.shape.sheets:
        places = [_place_of(tables, inside, name, f"{where}.sheets") for name in mapping.shape.sheets]
        return list(dict.fromkeys(places))
    if mapping.sheet is not None:
        return [_place_of(tables, inside, mapping.sheet, f"{where}.sheet")]
    if len(inside) > 1:
        return [_only_by_header(tables, headers, inside, vocabulary, where)]
    return inside


def _has_header(headers: Sequence[Header], vocabulary: HeaderVocabulary) -> bool:
    """Whether a table has a header of the resource: two fields at least, or all that need a column."""
    header = best_header(headers, vocabulary, vocabulary.mapping.header_row)
    if header is None:
        return False
    needed = {field.name for field in vocabulary.needed}
    return len(header.meanings) >= 2 or (bool(needed) and needed <= header.meanings)


def _alike(
    tables: Sequence[TextTable],
    headers: Sequence[Sequence[Header]],
    places: Sequence[int],
    vocabulary: HeaderVocabulary,
) -> list[int]:
    """The table that has most of the resource's headers, and those that look like more of it."""
    best = {place: best_header(headers[place], vocabulary, vocabulary.mapping.header_row) for place in places}
    with_header = {place: header for place, header in best.items() if header is not None}
    if not with_header:
        return []
    first = max(with_header, key=lambda place: (len(with_header[place].meanings), -place))
    main = TableChoice(tables[first], with_header[first], vocabulary)
    return [
        place for place, header in with_header.items() if place == first or is_more_of(tables[place], header, main)
    ]


def _place_of(tables: Sequence[TextTable], inside: Sequence[int], name: str, where: str) -> int:
    places = [place for place in inside if sheet_name(tables[place]) == name]
    places = places or [place for place in inside if header_key(sheet_name(tables[place])) == header_key(name)]
    if not places:
        names = [sheet_name(tables[place]) for place in inside]
        raise nothing_of_that_name(where, name, names, ("sheet", "das Blatt"))
    if len(places) > 1:
        raise MappingNotValid(
            where,
            f"several files have a sheet '{name}'; name the file as well",
            f"mehrere Dateien haben ein Blatt „{name}“; nennen Sie auch die Datei („file“)",
        )
    return places[0]


def _only_by_header(
    tables: Sequence[TextTable],
    headers: Sequence[Sequence[Header]],
    inside: Sequence[int],
    vocabulary: HeaderVocabulary,
    where: str,
) -> int:
    places = [place for place in inside if not tables[place].hidden and _has_header(headers[place], vocabulary)]
    if len(places) == 1:
        return places[0]
    names = ", ".join(sheet_name(tables[place]) for place in inside)
    raise MappingNotValid(
        f"{where}.sheet",
        f"name the sheet as well; there are: {names}",
        f"nennen Sie auch das Blatt („sheet“); es gibt: {names}",
    )
