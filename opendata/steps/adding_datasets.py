"""Adding datasets, and changing what is said about them: the same for API, portal and terminal.

Here: the rules for the name and the settings of a dataset. Not here: where it is kept (storage/catalogue/), its
versions (publishing.py).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind
from opendata.domain.model import RESERVED_DATASETS, Dataset, Publisher, licence, slug
from opendata.steps.ports.catalogue import Catalogue

LONGEST_TITLE, LONGEST_NAME, LONGEST_HOMEPAGE, LONGEST_EMAIL = 200, 60, 500, 254
RHYTHM = re.compile(r"P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?")
EMAIL = re.compile(r"[^@\s<>\"',;:()\\]+@[^@\s<>\"',;:()\\.]+(\.[^@\s<>\"',;:()\\.]+)+")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Settings:
    """What a publisher says about a dataset; texts are as they were typed, and an empty text says nothing."""

    title: str
    licence: str = "dl-de-by-2.0"
    rhythm: str | None = None
    homepage: str | None = None
    email: str | None = None


def add_dataset(
    catalogue: Catalogue, kinds: Mapping[str, Kind], publisher: Publisher, settings: Settings, *, name: str, kind: str
) -> Dataset:
    """Add a dataset and return it; raises NameNotAllowed, KindNotFound, RequestNotValid, AlreadyExists."""
    checked = _checked(settings)
    dataset = Dataset(publisher, slug(name, reserved=RESERVED_DATASETS), kinds[kind].name, **vars(checked))
    catalogue.add_dataset(dataset)
    return dataset


def change_dataset(catalogue: Catalogue, dataset: Dataset, settings: Settings) -> Dataset:
    """The dataset with what is said about it from now on; versions that are published keep what they say.

    Raises RequestNotValid.
    """
    changed = with_settings(dataset, settings)
    catalogue.change_dataset(changed)
    return changed


def with_settings(dataset: Dataset, settings: Settings) -> Dataset:
    """The dataset as it would be with these settings; raises RequestNotValid."""
    return replace(dataset, **vars(_checked(settings)))


def proposed_name(title: str) -> str:
    """A name for addresses that is made of a title: "Maßnahmen Klima" becomes "massnahmen-klima"."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")


def _checked(settings: Settings) -> Settings:
    licence(settings.licence)
    rhythm = settings.rhythm or None
    if rhythm is not None and not RHYTHM.fullmatch(rhythm):
        german = f"„{rhythm[:40]}“ ist keine Dauer; schreiben Sie sie wie P1Y für jährlich"
        raise RequestNotValid("rhythm", f"'{rhythm[:40]}' is no duration; write it as P1Y for yearly", german=german)
    return Settings(
        title=_title(settings.title),
        licence=settings.licence.lower(),
        rhythm=rhythm,
        homepage=_homepage((settings.homepage or "").strip()),
        email=_email((settings.email or "").strip()),
    )


def _title(text: str) -> str:
    words = " ".join(text.split())
    if not words or len(words) > LONGEST_TITLE or not words.isprintable():
        german = f"der Titel besteht aus 1 bis {LONGEST_TITLE} Zeichen, zum Beispiel „Klimaschutzmaßnahmen“"
        raise RequestNotValid("title", f"a title has 1 to {LONGEST_TITLE} characters", german=german)
    return words


def _homepage(address: str) -> str | None:
    if not address:
        return None
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_address = False
    if not is_address or len(address) > LONGEST_HOMEPAGE or not address.isprintable() or " " in address:
        german = "das ist keine Adresse einer Webseite; sie beginnt mit https://"
        raise RequestNotValid("homepage", "this is no address of a web page; it begins with https://", german=german)
    return address


def _email(address: str) -> str | None:
    if not address:
        return None
    if not EMAIL.fullmatch(address) or len(address) > LONGEST_EMAIL or not address.isprintable():
        german = "das ist keine E-Mail-Adresse; sie sieht aus wie klima@stadt.example"
        raise RequestNotValid("email", "this is no e-mail address; it looks like climate@city.example", german=german)
    return address
