"""Fields that take what the OpenAPI document says and no more, where marshmallow is more patient.

Here: truth values and whole numbers of bodies in JSON, in which true is no 1 and 5 is no "5"; whole numbers and days
of addresses, which are texts by nature, but neither 1_000 nor 20241231. Not here: shapes of bodies.
"""

import re
from datetime import date
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


class WholeNumber(ma.fields.Integer):
    """A whole number in an address, in the digits 0 to 9."""

    _WRITTEN = re.compile("-?[0-9]+")

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> int:
        if not isinstance(value, str) or not self._WRITTEN.fullmatch(value):
            raise self.make_error("invalid", input=value)
        number = super()._deserialize(value, *arguments, **options)
        assert number is not None
        return number


class Day(ma.fields.Date):
    """A day in an address, such as 2024-12-31."""

    _WRITTEN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> date:
        if not isinstance(value, str) or not self._WRITTEN.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, *arguments, **options)
