"""Remembering: the mapping by which a dataset's next tables are read, mended without publishing anything.

Here: checking and keeping it. Not here: mapping a single upload again (looking.py); publishing an upload, which keeps
the mapping that it was read by (uploading.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset
from opendata.steps.ports.catalogue import Catalogue

CheckMapping = Callable[[Mapping[str, Any], Kind], None]  # raises MappingNotValid


def remember_mapping(
    catalogue: Catalogue, check: CheckMapping, kind: Kind, dataset: Dataset, mapping: Mapping[str, Any] | None
) -> Dataset:
    """The dataset with another mapping for its next uploads; None: with none. Raises MappingNotValid."""
    if mapping is not None:
        check(mapping, kind)
    changed = replace(dataset, mapping=mapping)
    catalogue.remember_mapping(changed)
    return changed
