"""Chosen tables: a sheet or file that holds a resource, with its header and the words by which it is read.

Here: the value that the modules of matching/ and cells/ hand on. Not here: the choice (table_choice.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from opendata.domain.kinds import Table
from opendata.intake.matching.header_rows import Header
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.text_tables import TextTable


@dataclass(frozen=True)
class TableChoice:
    """A table that holds a resource or, if united, a part of one; and its header.

    fixed: by field, the value of all rows where the columns of one name are read as rows (value_columns.py).
    """

    table: TextTable
    header: Header
    vocabulary: HeaderVocabulary
    united: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def resource(self) -> Table:
        return self.vocabulary.table

    @property
    def name(self) -> str:
        """The name of the sheet, or of the file where the table has no sheet."""
        return sheet_name(self.table)

    def constant(self, name: str) -> str | None:
        """The value of every row in a field without a column: the mapping's, the sheet's name, or the default."""
        mapping = self.vocabulary.mapping
        if name in self.fixed:
            return self.fixed[name]
        if name in mapping.constants:
            return mapping.constants[name]
        return self.name if mapping.shape.sheet_as == name else self.resource.field(name).default


def sheet_name(table: TextTable) -> str:
    """The name by which a mapping names a table."""
    return table.sheet or table.name
