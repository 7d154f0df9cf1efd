"""Descriptors: schemas and packages given by the caller, read without trusting them.

Here: loading them, and refusing those that would make Frictionless fetch something. Not here: their files
(descriptor_files.py), data (files_as_they_are.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package, Resource, Schema, helpers
from frictionless.resources import MetadataResource

from opendata.domain.errors import SchemaNotValid
from opendata.validation.engines import reasons
from opendata.validation.limits.column_counts import refuse_wide_schema
from opendata.validation.schemas.descriptor_files import Descriptor, name_of, read_descriptor
from opendata.validation.schemas.unusable_fields import unusable

# Frictionless knows these profiles by name; it would fetch any other as a JSON Schema.
KNOWN_PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")
FETCHING_FORMATS = ("gsheets", "sql")


def load_schema(schema: str | Path | Descriptor) -> Schema:
    """A Table Schema, read from a file where a path is given; raises SchemaNotValid."""
    name = name_of(schema)
    descriptor = read_descriptor(schema)
    refuse_wide_schema(name, descriptor)
    try:
        return Schema.from_descriptor(dict(descriptor))
    except FrictionlessException as error:
        raise SchemaNotValid(name, reasons(error)) from error
    except Exception as error:  # Frictionless raises anything for a descriptor of unexpected shape
        raise SchemaNotValid(name, f"is no Table Schema ({error})") from error


def load_package(name: str, descriptor: Descriptor, folder: Path, replaced: Mapping[str, Path]) -> Package:
    """A Data Package, some of whose resources read other files than their own.

    name: for messages. folder: the base of the package's paths. replaced: by resource, the file to hold against its
    schema instead of its own. Raises SchemaNotValid.
    """
    refuse_remote(name, descriptor)
    for part in resources_of(name, descriptor):
        _refuse_large_parts(name, part, folder)
    resources = [_with_file(part, replaced.get(str(part.get("name")))) for part in resources_of(name, descriptor)]
    try:
        loaded = Package.from_descriptor({**descriptor, "resources": resources}, basepath=str(folder))
        for resource in loaded.resources:
            # Schema and dialect may be files beside the package, so they are read before the base path changes.
            _ = getattr(resource, "schema", None), resource.dialect
            if resource.name in replaced:
                resource.basepath = str(replaced[resource.name].absolute().parent)
    except FrictionlessException as error:
        raise SchemaNotValid(name, reasons(error)) from error
    except Exception as error:  # Frictionless raises anything for a descriptor of unexpected shape
        raise SchemaNotValid(name, f"is no Data Package ({error})") from error
    for resource in loaded.resources:
        refuse_fetching(name, resource)
    return loaded


def resources_of(name: str, descriptor: Descriptor) -> list[dict[str, Any]]:
    """A package's resources, each a JSON object; raises SchemaNotValid."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise SchemaNotValid(name, "is no Data Package: 'resources' must be a list of objects")
    return resources


def refuse_remote(name: str, descriptor: Descriptor) -> None:
    """Raise SchemaNotValid for profiles and paths that Frictionless would fetch; this project fetches nothing."""
    for part in (descriptor, *resources_of(name, descriptor)):
        for profile in _texts(part.get("profile"), part.get("profiles")):
            if profile not in KNOWN_PROFILES:
                raise SchemaNotValid(name, f"the profile '{profile}' is not fetched; please remove it")
        for path in _texts(*(part.get(key) for key in ("path", "url", "extrapaths", "schema", "dialect"))):
            if helpers.is_remote_path(path):
                raise SchemaNotValid(name, f"'{path}' is not fetched; please keep a copy beside the descriptor")


def refuse_fetching(name: str, resource: Resource) -> None:
    """Raise SchemaNotValid for a resource that Frictionless would fetch, or that is itself a descriptor."""
    if (resource.scheme or "file") not in ("file", "multipart") and not resource.memory:
        raise SchemaNotValid(name, f"resource '{resource.name}' is not a file (scheme '{resource.scheme}')")
    if resource.format in FETCHING_FORMATS:
        raise SchemaNotValid(name, f"resource '{resource.name}' is not a file (format '{resource.format}')")
    if isinstance(resource, MetadataResource):
        raise SchemaNotValid(name, f"resource '{resource.name}' is itself a descriptor, not data")


def why_it_raises(resource: Resource, error: Exception) -> str:
    """What is wrong with a resource on which Frictionless raised an error instead of reporting it."""
    schema = getattr(resource, "schema", None)
    keys = {*schema.primary_key, *(f for key in schema.foreign_keys for f in key["fields"])} if schema else set()
    for field in schema.fields if schema else ():
        for reason in unusable(field, in_key=field.name in keys):
            return f"field '{field.name}': {reason['en']}"
    return f"values and schema do not fit each other ({error or type(error).__name__})"


def _with_file(resource: dict[str, Any], path: Path | None) -> dict[str, Any]:
    """A resource that reads another file, without the properties that describe the package's own file."""
    if path is None:
        return resource
    of_own_file = "data extrapaths url innerpath compression format mediatype scheme".split()
    of_own_bytes = "bytes hash stats fields rows".split()
    remaining = {key: value for key, value in resource.items() if key not in (*of_own_file, *of_own_bytes)}
    return {**remaining, "path": path.name}


def _refuse_large_parts(name: str, resource: Descriptor, folder: Path) -> None:
    """Raise SchemaNotValid for a schema of too many fields, and for a schema or dialect file that is no descriptor.

    Frictionless reads these files without limits, so this project reads them first, with the limits of descriptors.
    """
    refuse_wide_schema(name, resource.get("schema"))
    for part in ("schema", "dialect"):
        path = resource.get(part)
        if isinstance(path, str) and helpers.is_safe_path(path) and (folder / path).exists():
            content = read_descriptor(folder / path)
            if part == "schema":
                refuse_wide_schema(str(folder / path), content)


def _texts(*values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Sequence):
            yield from (text for text in value if isinstance(text, str))
