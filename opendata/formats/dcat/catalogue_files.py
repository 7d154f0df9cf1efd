"""The catalogue's graph as Turtle, JSON-LD and RDF/XML.

Here: bytes. Not here: what the graph says (catalogue_graph.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from opendata.formats.dcat.catalogue_graph import PREFIXES, CataloguePage, catalogue_graph


@dataclass(frozen=True)
class CatalogueFormat:
    """A way to write the catalogue."""

    media_type: str
    writer: str  # as rdflib names it


FORMATS: Mapping[str, CatalogueFormat] = {
    "ttl": CatalogueFormat("text/turtle; charset=utf-8", "turtle"),
    "jsonld": CatalogueFormat("application/ld+json", "json-ld"),
    "rdf": CatalogueFormat("application/rdf+xml", "pretty-xml"),
}


def catalogue_file(page: CataloguePage, ending: str) -> bytes:
    """A part of the catalogue in one of the FORMATS."""
    graph, writer = catalogue_graph(page), FORMATS[ending].writer
    if ending == "jsonld":
        context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
        written = graph.serialize(format=writer, encoding="utf-8", context=context, auto_compact=True, sort_keys=True)
        return bytes(written)
    return bytes(graph.serialize(format=writer, encoding="utf-8"))
