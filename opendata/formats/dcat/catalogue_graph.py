"""Publishers, datasets and versions as a graph of DCAT-AP.de 3.0.

Here: which property says what. Not here: the codes (code_lists.py) and how the graph is written (catalogue_files.py).
The profile: www.dcat-ap.de/def/dcatde/3.0. A dataset is a dcat:Dataset whose files are those of `latest`; each of its
versions is a dcat:Dataset too, whose files never change, and together they are a dcat:DatasetSeries. Nodes have
addresses of their own, so that a graph is written with the same bytes each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Publisher, Version, licence
from opendata.domain.tables.timestamps import moment_json
from opendata.formats.dcat import code_lists as codes

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own does not know the terms of DCAT 3
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
PREFIXES = {
    "rdf": RDF,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "vcard": VCARD,
    "xsd": XSD,
    "dcatde": DCATDE,
    "dcatap": DCATAP,
    "adms": ADMS,
    "spdx": SPDX,
    "hydra": HYDRA,
}
CATALOGUE_TITLES = {
    "de": "Klimaschutz in Kommunen: offene Daten",
    "en": "Climate action in municipalities: open data",
}
CATALOGUE_TEXTS = {
    "de": "Maßnahmen, Förderung, Kennzahlen und Treibhausgasbilanzen, wie die Kommunen sie selbst veröffentlichen, "
    "mit jeder früheren Fassung.",
    "en": "Measures, funding, indicators and greenhouse-gas inventories as municipalities publish them themselves, "
    "with every earlier version.",
}


@dataclass(frozen=True)
class ListedFile:
    """A file that can be downloaded: a table in one format, or the whole package."""

    url: str
    ending: str  # "csv", as in FILE_TYPES
    resource: str | None = None  # name of the table; None: the whole package


@dataclass(frozen=True)
class ListedVersion:
    """A version with its page and its files, whose addresses name the version."""

    version: Version
    page: str
    files: Sequence[ListedFile]


@dataclass(frozen=True)
class ListedDataset:
    """A dataset with its page, and its newest versions."""

    dataset: Dataset
    kind: Kind
    schema: str  # address of the kind
    page: str
    publisher_page: str
    files: Sequence[ListedFile]  # of the version that holds now, whose addresses say `latest`
    versions: Sequence[ListedVersion]  # without withdrawn ones, newest first; the first is the one that holds now
    first_as_of: date | None  # of the oldest version
    first_published_at: datetime | None


@dataclass(frozen=True)
class CataloguePage:
    """A part of the catalogue; pages: their addresses by "this", "first", "next", "previous" and "last"."""

    site: str  # address of the home page
    api: str
    api_description: str
    operator: str
    operator_email: str | None
    contributor: str | None  # code of the data provider in the German table
    datasets: Sequence[ListedDataset]
    total: int
    modified: datetime | None
    pages: dict[str, str]


def catalogue_graph(page: CataloguePage) -> Graph:
    """The graph of a part of the catalogue."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.bind("xml", "http://www.w3.org/XML/1998/namespace")  # rdflib writes languages by it in RDF/XML
    catalogue = URIRef(f"{page.site}#catalog")
    _describe_catalogue(graph, catalogue, page)
    _describe_parts(graph, catalogue, page)
    _describe_api(graph, page)
    for listed in page.datasets:
        graph.add((catalogue, DCAT.dataset, URIRef(listed.page)))
        _describe_dataset(graph, listed, page)
    return graph


def _describe_catalogue(graph: Graph, catalogue: URIRef, page: CataloguePage) -> None:
    operator = URIRef(f"{page.site}#operator")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    for language, code in codes.LANGUAGES.items():
        graph.add((catalogue, DCTERMS.title, Literal(CATALOGUE_TITLES[language], language)))
        graph.add((catalogue, DCTERMS.description, Literal(CATALOGUE_TEXTS[language], language)))
        graph.add((catalogue, DCTERMS.language, URIRef(code)))
    graph.add((catalogue, DCTERMS.publisher, operator))
    graph.add((catalogue, FOAF.homepage, URIRef(page.site)))
    graph.add((catalogue, DCAT.themeTaxonomy, URIRef(f"{codes.EU}/data-theme")))
    graph.add((catalogue, DCAT.service, URIRef(page.api)))
    if page.modified:
        graph.add((catalogue, DCTERMS.modified, _moment(page.modified)))
    graph.add((URIRef(page.site), RDF.type, FOAF.Document))
    graph.add((operator, RDF.type, FOAF.Agent))
    graph.add((operator, FOAF.name, Literal(page.operator)))
    if page.operator_email:
        graph.add((operator, FOAF.mbox, _mail(page.operator_email)))


def _describe_parts(graph: Graph, catalogue: URIRef, page: CataloguePage) -> None:
    """The neighbours of this part, as harvesters of CKAN and others follow them (www.w3.org/ns/hydra)."""
    part = URIRef(page.pages["this"])
    graph.add((part, RDF.type, HYDRA.PartialCollectionView))
    graph.add((part, HYDRA.totalItems, Literal(page.total)))
    graph.add((catalogue, HYDRA.view, part))
    for name in ("first", "next", "previous", "last"):
        if name in page.pages:
            graph.add((part, HYDRA[name], URIRef(page.pages[name])))


def _describe_api(graph: Graph, page: CataloguePage) -> None:
    service = URIRef(page.api)
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal("API", "de")))
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.endpointDescription, URIRef(page.api_description)))
    graph.add((service, DCTERMS.accessRights, URIRef(codes.PUBLIC)))
    graph.add((service, DCTERMS.publisher, URIRef(f"{page.site}#operator")))


def _describe_dataset(graph: Graph, listed: ListedDataset, page: CataloguePage) -> None:
    dataset, node = listed.dataset, URIRef(listed.page)
    _describe_agent(graph, listed)
    _describe_as_dataset(graph, node, listed)
    current = listed.versions[0] if listed.versions else None
    for language, text in _texts(listed, current.version if current else None).items():
        graph.add((node, DCTERMS.description, Literal(text, language)))
    graph.add((node, DCTERMS.title, Literal(dataset.title, "de")))
    if page.contributor:
        graph.add((node, DCATDE.contributorID, URIRef(page.contributor)))
    if listed.first_published_at:
        graph.add((node, DCTERMS.issued, _moment(listed.first_published_at)))
    if current is None:
        return
    graph.add((node, DCTERMS.modified, _moment(current.version.published_at)))
    graph.add((node, DCAT.version, Literal(current.version.number)))
    _describe_period(graph, node, listed.first_as_of or current.version.as_of, current.version.as_of)
    for file in listed.files:
        _describe_file(graph, node, file, current.version, listed, codes.MAY_BE_REPLACED)
    for file in listed.files:
        graph.add((URIRef(file.url), DCAT.accessService, URIRef(page.api)))
    _describe_versions(graph, node, listed)


def _describe_versions(graph: Graph, dataset: URIRef, listed: ListedDataset) -> None:
    series = URIRef(f"{listed.page}#versions")
    graph.add((series, RDF.type, DCAT.DatasetSeries))
    graph.add((series, DCTERMS.title, Literal(f"{listed.dataset.title}: alle Versionen", "de")))
    graph.add((series, DCTERMS.title, Literal(f"{listed.dataset.title}: all versions", "en")))
    graph.add((series, DCTERMS.description, Literal("Jede Version, unverändert seit ihrer Veröffentlichung.", "de")))
    graph.add((series, DCTERMS.description, Literal("Every version, unchanged since its publication.", "en")))
    graph.add((series, DCTERMS.publisher, URIRef(listed.publisher_page)))
    graph.add((series, DCTERMS.accrualPeriodicity, URIRef(codes.frequency(listed.dataset.rhythm))))
    graph.add((series, DCAT.last, URIRef(listed.versions[0].page)))
    for place, described in enumerate(listed.versions):
        version, node = described.version, URIRef(described.page)
        _describe_as_dataset(graph, node, listed)
        title = f"{listed.dataset.title}, Version {version.number}"
        graph.add((node, DCTERMS.title, Literal(title, "de")))
        for language, text in _texts(listed, version).items():
            graph.add((node, DCTERMS.description, Literal(text, language)))
        graph.add((node, DCTERMS.issued, _moment(version.published_at)))
        graph.add((node, DCAT.version, Literal(version.number)))
        graph.add((node, DCAT.isVersionOf, dataset))
        graph.add((dataset, DCAT.hasVersion, node))
        graph.add((node, DCAT.inSeries, series))
        if version.message:
            graph.add((node, ADMS.versionNotes, Literal(version.message, "de")))
        if place + 1 < len(listed.versions):
            before = URIRef(listed.versions[place + 1].page)
            graph.add((node, DCAT.prev, before))
            graph.add((node, DCAT.previousVersion, before))
        _describe_period(graph, node, version.as_of, version.as_of)
        for file in described.files:
            _describe_file(graph, node, file, version, listed, codes.KEPT_FOR_EVER)


def _describe_as_dataset(graph: Graph, node: URIRef, listed: ListedDataset) -> None:
    """What is true of a dataset and of each of its versions."""
    dataset, publisher = listed.dataset, listed.dataset.publisher
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.identifier, Literal(str(node))))
    graph.add((node, DCTERMS.publisher, URIRef(listed.publisher_page)))
    graph.add((node, DCTERMS.language, URIRef(codes.LANGUAGES["de"])))
    graph.add((node, DCTERMS.accrualPeriodicity, URIRef(codes.frequency(dataset.rhythm))))
    graph.add((node, DCTERMS.accessRights, URIRef(codes.PUBLIC)))
    graph.add((node, DCTERMS.conformsTo, URIRef(listed.schema)))
    graph.add((node, DCAT.landingPage, node))
    for theme in listed.kind.themes:
        graph.add((node, DCAT.theme, URIRef(codes.theme(theme))))
    for keyword in listed.kind.keywords:
        graph.add((node, DCAT.keyword, Literal(keyword, "de")))
    for place in codes.places(publisher.ags):
        graph.add((node, DCTERMS.spatial, URIRef(place)))
        graph.add((URIRef(place), RDF.type, DCTERMS.Location))
    if level := codes.geocoding_level(publisher.ags):
        graph.add((node, DCATDE.politicalGeocodingLevelURI, URIRef(level)))
    dataset = listed.dataset
    if dataset.email or dataset.homepage:  # the office that knows this dataset
        asked = replace(
            publisher, email=dataset.email or publisher.email, homepage=dataset.homepage or publisher.homepage
        )
        _describe_contact(graph, URIRef(f"{node}#contact"), asked)
        graph.add((node, DCAT.contactPoint, URIRef(f"{node}#contact")))
    elif publisher.email or publisher.homepage:
        graph.add((node, DCAT.contactPoint, URIRef(f"{listed.publisher_page}#contact")))


def _describe_agent(graph: Graph, listed: ListedDataset) -> None:
    publisher, node = listed.dataset.publisher, URIRef(listed.publisher_page)
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, FOAF.name, Literal(publisher.title, "de")))
    if publisher.ags:
        graph.add((node, DCTERMS.type, URIRef(f"{codes.ADMS_PUBLISHER}/LocalAuthority")))
    if publisher.homepage:
        graph.add((node, FOAF.homepage, _address(publisher.homepage)))
    if publisher.email:
        graph.add((node, FOAF.mbox, _mail(publisher.email)))
    if publisher.email or publisher.homepage:
        _describe_contact(graph, URIRef(f"{node}#contact"), publisher)


def _describe_contact(graph: Graph, contact: URIRef, publisher: Publisher) -> None:
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(publisher.title, "de")))
    if publisher.email:
        graph.add((contact, VCARD.hasEmail, _mail(publisher.email)))
    if publisher.homepage:
        graph.add((contact, VCARD.hasURL, _address(publisher.homepage)))


def _describe_period(graph: Graph, node: URIRef, begin: date, end: date) -> None:
    period = URIRef(f"{node}#period")
    graph.add((node, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(begin.isoformat(), datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(end.isoformat(), datatype=XSD.date)))


def _describe_file(
    graph: Graph, dataset: URIRef, file: ListedFile, version: Version, listed: ListedDataset, availability: str
) -> None:
    node, type_ = URIRef(file.url), codes.FILE_TYPES[file.ending]
    terms = licence(listed.dataset.licence)
    table = listed.kind.table_or_none(file.resource) if file.resource else None
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    for language in codes.LANGUAGES:
        name = (table.label(language) if table else file.resource) or listed.dataset.title
        graph.add((node, DCTERMS.title, Literal(f"{name} ({type_.title})", language)))
    graph.add((node, DCAT.accessURL, node))
    graph.add((node, DCAT.downloadURL, node))
    graph.add((node, DCAT.mediaType, URIRef(f"{codes.MEDIA_TYPES}/{type_.media_type}")))
    if type_.format:
        graph.add((node, DCTERMS["format"], URIRef(type_.format)))
    graph.add((node, DCTERMS.license, URIRef(codes.LICENCES.get(terms.name.lower(), terms.path))))
    if terms.name.lower() in codes.WITH_ATTRIBUTION:
        named = Literal(listed.dataset.publisher.title, "de")
        graph.add((node, DCATDE.licenseAttributionByText, named))
    graph.add((node, DCTERMS.language, URIRef(codes.LANGUAGES["de"])))
    graph.add((node, DCTERMS.modified, _moment(version.published_at)))
    graph.add((node, DCTERMS.conformsTo, URIRef(listed.schema)))
    graph.add((node, DCATAP.availability, URIRef(availability)))
    if file.ending == "csv":
        _describe_bytes(graph, node, file, version)


def _describe_bytes(graph: Graph, node: URIRef, file: ListedFile, version: Version) -> None:
    """The size and the digest of a table as it is kept in its package."""
    for resource in version.resources:
        if resource.name == file.resource:
            checksum = URIRef(f"{node}#checksum")
            size = Literal(str(resource.bytes), datatype=XSD.nonNegativeInteger)
            value = Literal(resource.hash.removeprefix("sha256:"), datatype=XSD.hexBinary)
            graph.add((node, DCAT.byteSize, size))
            graph.add((node, SPDX.checksum, checksum))
            graph.add((checksum, RDF.type, SPDX.Checksum))
            graph.add((checksum, SPDX.algorithm, URIRef(codes.SHA256)))
            graph.add((checksum, SPDX.checksumValue, value))


def _texts(listed: ListedDataset, version: Version | None) -> dict[str, str]:
    """The description of a dataset or of one of its versions."""
    title, publisher = listed.kind.label("en"), listed.dataset.publisher.title
    german, english = listed.kind.description or listed.kind.label("de"), f"{title} of {publisher}."
    if version is None:
        return {"de": f"{german} Noch nichts veröffentlicht.", "en": f"{english} Nothing is published yet."}
    as_of = version.as_of
    stand = f"Stand {as_of.day}.{as_of.month}.{as_of.year}, Version {version.number}."
    return {"de": f"{german} {stand}", "en": f"{english} As of {as_of.isoformat()}, version {version.number}."}


def _moment(moment: datetime) -> Literal:
    return Literal(moment_json(moment), datatype=XSD.dateTime, normalize=False)


def _mail(address: str) -> URIRef:
    return URIRef(f"mailto:{quote(address, safe='@+')}")


def _address(text: str) -> URIRef:
    """An address as somebody typed it, with everything escaped that must not stand in one."""
    return URIRef(quote(text, safe="%/:=&?~#+!$,;'@()*[]"))
