"""Adding datasets: a table that a publisher will keep, the same for API, portal and terminal.

Here: what holds of a new dataset. Not here: where it is kept (storage/catalogue/).
"""

import re
import unicodedata
from collections.abc import Mapping

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher, licence, slug
from opendata.steps.ports.catalogue import Catalogue

LONGEST_TITLE, LONGEST_NAME = 200, 60
RHYTHM = re.compile(r"P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def add_dataset(
    catalogue: Catalogue,
    kinds: Mapping[str, Kind],
    publisher: Publisher,
    *,
    name: str,
    kind: str,
    title: str,
    licence_name: str,
    rhythm: str | None = None,
) -> Dataset:
    """Add a dataset and return it; raises NameNotAllowed, KindNotFound, RequestNotValid, AlreadyExists."""
    words = " ".join(title.split())
    if not words or len(words) > LONGEST_TITLE or not words.isprintable():
        german = f"der Titel besteht aus 1 bis {LONGEST_TITLE} Zeichen, zum Beispiel „Klimaschutzmaßnahmen“"
        raise RequestNotValid("title", f"a title has 1 to {LONGEST_TITLE} characters", german=german)
    if rhythm is not None and not RHYTHM.fullmatch(rhythm):
        german = f"„{rhythm[:40]}“ ist keine Dauer; schreiben Sie sie wie P1Y für jährlich"
        raise RequestNotValid("rhythm", f"'{rhythm[:40]}' is no duration; write it as P1Y for yearly", german=german)
    licence(licence_name)
    dataset = Dataset(publisher, slug(name), kinds[kind].name, words, licence_name.lower(), rhythm)
    catalogue.add_dataset(dataset)
    return dataset


def proposed_name(title: str) -> str:
    """A name for addresses that is made of a title: "Maßnahmen Klima" becomes "massnahmen-klima"."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
