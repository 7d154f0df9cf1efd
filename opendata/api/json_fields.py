"""Fields of bodies in JSON that take the types of JSON alone: true is no 1, and 5 is no "5".

Here: truth values and whole numbers, with which marshmallow is more patient. Not here: parameters of addresses, which
are texts by nature.
"""

from typing import Any

import marshmallow as ma


class JsonTruth(ma.fields.Boolean):
    """true or false."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class JsonWholeNumber(ma.fields.Integer):
    """A number without decimals."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value
