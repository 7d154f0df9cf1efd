"""Files: descriptor, metadata, changes and package of one version, each answered with 304 before anything is read.

Here: which file an address names, and its headers. Not here: what is said about versions (versions.py), rows
(version_rows.py).
"""

import json
import shutil
import tempfile
from functools import partial
from operator import methodcaller
from typing import Any, BinaryIO

from flask import Response

from opendata.api.description.notes_of_views import BINARY, in_parts, list_of, shape
from opendata.api.openapi import ApiBlueprint
from opendata.api.versions import DATASET, AsOfQuery, asked_version
from opendata.domain.model import Version
from opendata.domain.packages.descriptor import CHANGES, DESCRIPTOR, EDITS
from opendata.domain.packages.indented_json import indented_json
from opendata.formats.csvw_metadata import EDITION as CSVW_EDITION
from opendata.formats.csvw_metadata import ENDING, MEDIA_TYPE, csvw_metadata
from opendata.formats.package_archive import write_package, zip_package
from opendata.steps.reading import LATEST, is_long, must_hold, resource_of
from opendata.web.addresses import API
from opendata.web.http_caching import file_response, made_file_response, unchanged, version_etag
from opendata.web.services import services

blueprint = ApiBlueprint("files", __name__, url_prefix=API, description="The files of a version")
VERSION = f"{DATASET}/versions/<number>"
PIECE_BYTES = 2**20


@blueprint.route(f"{VERSION}/datapackage.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, shape("DataPackage"))
@blueprint.doc(**in_parts())
def get_descriptor(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The version's Data Package descriptor; the paths in it are found beside it."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag, immutable = version_etag(version, DESCRIPTOR), number != LATEST
    if answer := unchanged(etag, immutable=immutable):
        return answer
    content = services().versions.file(version, DESCRIPTOR)
    return file_response(content, "application/json", etag, immutable=immutable)


@blueprint.route(f"{VERSION}/<resource>.{ENDING}")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, shape("CsvwMetadata"), content_type=MEDIA_TYPE)
@blueprint.doc(**in_parts())
def get_csvw(arguments: dict[str, Any], publisher: str, dataset: str, number: str, resource: str) -> Response:
    """What the columns of a table's CSV mean, as CSV on the Web says it (CSVW)."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    resource_of(version, resource)
    # Never immutable: what the service can say of a table may become more.
    etag = version_etag(version, f"{resource}.{ENDING}", CSVW_EDITION)
    if answer := unchanged(etag, immutable=False):
        return answer
    descriptor = json.loads(services().versions.file(version, DESCRIPTOR))
    metadata = csvw_metadata(descriptor, services().versions.kind(version), resource)
    return file_response(f"{indented_json(metadata)}\n".encode(), MEDIA_TYPE, etag, immutable=False)


@blueprint.route(f"{VERSION}/changes.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, shape("PackageEvents"))
@blueprint.doc(**in_parts())
def get_changes_file(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """What this version changed against the one before it, as its package tells it."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag = _etag_with_changes(version, CHANGES)
    # Never immutable: when the version before is withdrawn, its values are removed from this file.
    if answer := unchanged(etag, immutable=False):
        return answer
    if is_long(version) or ((base := services().versions.base_of(version)) is not None and is_long(base)):
        write = partial(services().versions.copy, version, CHANGES)
        made = services().made_files.get(version.digest, etag, None, write)
        return made_file_response(made, "application/json", etag, immutable=False)
    content = services().versions.file(version, CHANGES)
    return file_response(content, "application/json", etag, immutable=False)


@blueprint.route(f"{VERSION}/edits.json")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, list_of("PublishedEdit"))
@blueprint.doc(**in_parts())
def get_edits_file(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The cells that the publisher mended in the service before this version went out; an empty list for none.

    Each has resource, field, address in the file that was sent, before, and after.
    """
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    must_hold(version)
    etag, immutable = version_etag(version, EDITS), number != LATEST
    if answer := unchanged(etag, immutable=immutable):
        return answer
    content = services().versions.file(version, EDITS) if version.edits else b"[]\n"
    return file_response(content, "application/json", etag, immutable=immutable)


@blueprint.route(f"{VERSION}/package.zip")
@blueprint.arguments(AsOfQuery, location="query")
@blueprint.response(200, BINARY, content_type="application/zip")
@blueprint.doc(**in_parts())
def get_package(arguments: dict[str, Any], publisher: str, dataset: str, number: str) -> Response:
    """The whole Data Package as one archive; it can be verified without this service."""
    version = asked_version(publisher, dataset, number, arguments.get("as_of"))
    etag = _etag_with_changes(version, "zip")
    if answer := unchanged(etag, immutable=False):
        return answer
    name = f"{publisher}-{dataset}-{version.number}.zip"
    # The ETag is part of the form, because the changes in the package are others after a withdrawal.
    if is_long(version):
        made = services().made_files.get(version.digest, etag, None, partial(_write_long_archive, version))
        return made_file_response(made, "application/zip", etag, immutable=False, name=name)
    content = services().reading.dear([version], etag, partial(_archive, version), len)
    return file_response(content, "application/zip", etag, immutable=False, name=name)


def _archive(version: Version) -> bytes:
    return zip_package({name: services().versions.file(version, name) for name in _names(version)})


def _write_long_archive(version: Version, file: BinaryIO) -> None:
    """The same of a package whose tables and changes do not come into memory as a whole."""
    versions, sizes = services().versions, {resource.path: resource.bytes for resource in version.resources}
    descriptor = versions.file(version, DESCRIPTOR)
    files = [(name, sizes.get(name, 0), partial(versions.copy, version, name)) for name in _names(version)[1:]]
    with tempfile.TemporaryFile() as archive:
        write_package(archive, [(DESCRIPTOR, len(descriptor), methodcaller("write", descriptor)), *files])
        archive.seek(0)
        shutil.copyfileobj(archive, file, PIECE_BYTES)


def _names(version: Version) -> list[str]:
    """The files of a package, in the order of its archive."""
    edits = [EDITS] if version.edits else []
    return [DESCRIPTOR, *(resource.path for resource in version.resources), CHANGES, *edits]


def _etag_with_changes(version: Version, form: str) -> str:
    """The ETag of a file that holds the version's changes; raises VersionWithdrawn."""
    must_hold(version)
    edition = services().reading.changes_edition(version)
    return version_etag(version, form, *([str(edition)] if edition else []))
