"""Parts of addresses: what the names in braces stand for, each with an example and the problems that it can have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AddressPart:
    """A part of an address that differs from request to request."""

    description: str
    example: str
    problems: Sequence[str] = ()
    schema: Mapping[str, Any] | None = None

    def parameter(self, name: str) -> dict[str, Any]:
        """The part as a parameter of OpenAPI."""
        schema = dict(self.schema or {"type": "string", "minLength": 1})
        return {
            "in": "path",
            "name": name,
            "required": True,
            "description": self.description,
            "schema": schema,
            "example": self.example,
        }


VERSION_PROBLEMS = ("version-not-found", "nothing-published", "version-withdrawn")
HEXADECIMAL = {"type": "string", "pattern": "^[0-9a-f]{32}$"}

PARTS: Mapping[str, AddressPart] = {
    "publisher": AddressPart(
        "slug of the publisher, who answers for the data", "beispielstadt-auental", ("publisher-not-found",)
    ),
    "dataset": AddressPart("slug of the dataset", "klimaschutzmassnahmen", ("dataset-not-found",)),
    "number": AddressPart(
        "number of the version, MAJOR.MINOR.PATCH, or `latest` for the one that holds now",
        "latest",
        VERSION_PROBLEMS,
    ),
    "before": AddressPart("number of the version that is compared, or `latest`", "1.0.0", VERSION_PROBLEMS),
    "after": AddressPart("number of the version that it is compared with, or `latest`", "latest", VERSION_PROBLEMS),
    "resource": AddressPart("name of a table", "measures", ("resource-not-found",)),
    "key": AddressPart(
        "key of a row, any text; several fields of a key are joined by a comma. Characters other than letters, "
        "digits and -._~ are escaped, / as %2F; a key that is . or .. is written ~. or ~..",
        "A-1",
        ("row-not-found", "row-removed"),
    ),
    "kind": AddressPart("name of a kind of dataset", "climate-measures", ("kind-not-found",)),
    "upload_id": AddressPart("id of an upload, from the answer to sending it", "0" * 31 + "1", ("upload-not-found",)),
    "link_id": AddressPart("id of a preview link", "0" * 31 + "2", ("preview-link-not-found",)),
    "webhook_id": AddressPart("id of a webhook", "0" * 31 + "4", ("webhook-not-found",)),
    "secret": AddressPart("the last part of the link in a mail", "a-secret-that-only-the-mail-has"),
    "following_id": AddressPart("id of what is followed, from the list of it", "0" * 31 + "3"),
    "ending": AddressPart(
        "format: Turtle, JSON-LD or RDF/XML", "ttl", (), {"type": "string", "enum": ["ttl", "jsonld", "rdf"]}
    ),
    "row": AddressPart(
        "number of a row in the table of a report, from /origins", "2", (), {"type": "string", "pattern": "^[0-9]+$"}
    ),
    "field": AddressPart("name of a field", "title"),
    "tag": AddressPart("a group of operations, or schemas", "versions"),
    "name": AddressPart("a part of the sitemap, as the sitemap names it", "1"),
}


def part_of(name: str) -> AddressPart:
    """What is known of a part; one that nobody has described yet is any text."""
    return PARTS.get(name) or AddressPart(name.replace("_", " "), name)
