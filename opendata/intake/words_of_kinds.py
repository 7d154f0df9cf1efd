"""Words of kinds: what every upload asks of its kind is looked up beforehand, and kept with the kind.

Here: which answers are kept. Not here: the answers themselves. Nothing of this uses Polars, which
starts threads, so that a process may be forked afterwards and hand everything on.
"""

from collections.abc import Iterable

from opendata.domain.kinds import Kind
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.intake.matching.header_vocabulary import known_headers
from opendata.intake.words_of_codes import words_of_codes


def learn_words(kinds: Iterable[Kind]) -> None:
    """Look up the headers and the words of codes of all kinds, and their canonical schemas."""
    for kind in kinds:
        canonical_kind(kind)
        for table in kind:
            known_headers(table).look_everything_up()
            for field in table:
                words_of_codes(field)
