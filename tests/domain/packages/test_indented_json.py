"""Indented JSON is what the standard library writes."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.packages.indented_json import indented_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner))


@given(VALUES)
def test_the_text_is_that_of_the_standard_library(value: Any):
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
