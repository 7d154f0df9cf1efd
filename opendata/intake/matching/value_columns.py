"""Value columns: columns side by side that hold one field's values, such as a column for each year.

Here: which columns of a table they are, and the name under which each group of them is read. Not here: the mapping
that describes them (table_shapes.py), and the rows that they become (intake/reshaping.py).
"""

from collections.abc import Iterator

from opendata.domain.report.findings import Finding
from opendata.intake.bilingual_sentences import bilingual, comma_list
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.table_shapes import Fixed

MAX_GROUPS = 500


def value_labels(choice: TableChoice) -> dict[Fixed, dict[str, list[HeaderLabel]]]:
    """The headers of value columns, by what their rows get and by field, in the order of the table."""
    unpivot = choice.vocabulary.mapping.shape.unpivot
    labels: dict[Fixed, dict[str, list[HeaderLabel]]] = {}
    for label in choice.header.labels:
        for value in unpivot.values if unpivot else ():
            if (fixed := value.fixed_by(label.keys)) is not None:
                labels.setdefault(fixed, {}).setdefault(value.field_name, []).append(label)
    return labels


def value_columns(choice: TableChoice) -> set[int]:
    """The positions of all value columns."""
    return {
        label.column for by_field in value_labels(choice).values() for labels in by_field.values() for label in labels
    }


def value_column_errors(choice: TableChoice) -> Iterator[Finding]:
    """Errors about value columns: none at all, named ones that are missing, two of one name, too many."""
    unpivot = choice.vocabulary.mapping.shape.unpivot
    if unpivot is None:
        return
    labels = value_labels(choice)
    keys = {key for label in choice.header.labels for key in label.keys}
    for value in unpivot.values:
        absent = [header for key, (header, _) in value.headers.items() if key not in keys]
        if absent or not any(value.field_name in by_field for by_field in labels.values()):
            yield _missing(choice, value.field_name, absent)
    for fixed, by_field in labels.items():
        name = ", ".join(dict.fromkeys(text for _, text in fixed))
        for field_name, several in by_field.items():
            if len(several) > 1:
                yield _doubled(choice, name, field_name, several)
    if len(labels) > MAX_GROUPS:
        yield _too_many(choice)


def _missing(choice: TableChoice, name: str, headers: list[str]) -> Finding:
    field = choice.resource.field(name)
    columns_de = f"Die Spalte „{comma_list(headers)}“ fehlt" if headers else "Keine Spalte mit einem Jahr passt"
    columns_en = f"Column '{comma_list(headers)}' is missing" if headers else "No column with a year fits"
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"{columns_de} („unpivot“ für „{field.label('de')}“). Bitte ergänzen Sie die Spalte oder ändern Sie die "
            "Zuordnung.",
            f"{columns_en} ('unpivot' for '{field.label('en')}'). Please add the column or change the mapping.",
        ),
        resource=choice.resource.name,
        field=name,
        sheet=choice.table.sheet,
    )


def _doubled(choice: TableChoice, name: str, field_name: str, labels: list[HeaderLabel]) -> Finding:
    field = choice.resource.field(field_name)
    texts = comma_list(label.text for label in labels)
    return Finding(
        "duplicate-label",
        bilingual(
            f"Mehrere Spalten stehen für „{field.label('de')}“ {name}: {texts}. Bitte lassen Sie eine davon weg.",
            f"Several columns stand for '{field.label('en')}' {name}: {texts}. Please leave one out.",
        ),
        resource=choice.resource.name,
        row=choice.header.last_row,
        field=field_name,
        column=labels[0].column,
        sheet=choice.table.sheet,
    )


def _too_many(choice: TableChoice) -> Finding:
    return Finding(
        "too-many-value-columns",
        bilingual(
            f"Mehr als {MAX_GROUPS} Spalten würden zu Zeilen. Bitte teilen Sie die Tabelle auf.",
            f"More than {MAX_GROUPS} columns would become rows. Please split the table.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )
