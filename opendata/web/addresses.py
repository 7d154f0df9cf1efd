"""Addresses: where publishers, datasets, versions, rows and feeds are found, made in one place."""

from urllib.parse import quote

from flask import request

from opendata.domain.model import Dataset, Version


def site_url(path: str) -> str:
    """The full address of a path of this service."""
    return f"{request.host_url.rstrip('/')}{request.script_root}{path}"


def api_url(*parts: str) -> str:
    """The full address of something in the API; parts are escaped."""
    return site_url("/".join(["/api/v1", *(quote(part, safe="") for part in parts)]))


def dataset_url(publisher: str, dataset: str, *parts: str) -> str:
    """The full address of a dataset in the API, or of something below it."""
    return api_url("publishers", publisher, "datasets", dataset, *parts)


def version_path(version: Version, *parts: str) -> str:
    """The path of a version in the API, or of something below it."""
    tail = "".join(f"/{quote(part, safe='')}" for part in parts)
    return f"/api/v1/publishers/{version.publisher}/datasets/{version.dataset}/versions/{version.number}{tail}"


def feed_url(*parts: str) -> str:
    """The full address of a feed: of all, a publisher, a dataset or a row."""
    return site_url(f"/feeds/{'/'.join(quote(part, safe='') for part in parts) or 'all'}.atom")


def page_url(*parts: str) -> str:
    """The full address of a page for people."""
    return site_url("/" + "/".join(quote(part, safe="") for part in parts))


def dataset_links(dataset: Dataset) -> dict[str, str]:
    """Where everything about a dataset is."""
    publisher, name = dataset.publisher.name, dataset.name
    found = {
        "self": dataset_url(publisher, name),
        "versions": dataset_url(publisher, name, "versions"),
        "changes": f"{api_url('changes')}?publisher={publisher}&dataset={name}",
        "feed": feed_url(publisher, name),
        "page": page_url(publisher, name),
    }
    if dataset.current:
        found["latest"] = dataset_url(publisher, name, "versions", "latest")
    return found


def version_links(version: Version) -> dict[str, str]:
    """Where everything about a version is."""
    found = {"self": site_url(version_path(version))}
    for name in ("datapackage.json",) if version.withdrawal else ("datapackage.json", "package.zip"):
        found[name] = site_url(version_path(version, name))
    if version.previous:
        parts = ("versions", f"{version.previous}...{version.number}", "changes.json")
        if not version.withdrawal:
            found["changes"] = dataset_url(version.publisher, version.dataset, *parts)
        found["previous"] = dataset_url(version.publisher, version.dataset, "versions", version.previous)
    found["page"] = page_url(version.publisher, version.dataset, "versions", version.number)
    return found
