"""What libraries make anew for each application and each database, made once for a process that makes thousands.

A process of the service makes one application and opens one database, and one of the tests thousands: SQLAlchemy
would compile the same statements for each database, and Werkzeug read the same rules for each application.
Here: remembering what comes of the same input. Not here: anything of ours, which tests use as it is.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from frictionless.vendors import stringcase
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from werkzeug.routing.rules import RulePart

MOST_STATEMENTS = 5_000


def make_once() -> None:
    """Let the libraries remember, in this process."""
    _keep_statements()
    _keep_rules()
    _keep_writers_of_addresses()
    # Frictionless asks for the names of its own options again for each error; a name is always answered the same.
    stringcase.snakecase = lru_cache(maxsize=1_000)(stringcase.snakecase)


def _keep_statements() -> None:
    """One memory of compiled statements for all engines; all dialects of one sort of database are the same for it."""
    kept: LRUCache[Any, Any] = LRUCache(MOST_STATEMENTS)
    make = Engine.__init__

    def made(self: Engine, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self._compiled_cache = kept

    Engine.__init__ = made  # type: ignore[method-assign]
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


Converter = tuple[str, str, tuple[Any, ...], dict[str, Any]]
_RULES: dict[Any, tuple[Sequence[RulePart], Sequence[tuple[bool, str]], Sequence[Converter]]] = {}


def _keep_rules() -> None:
    """A rule of the same text consists of the same parts; its converters belong to a map, and are made anew."""
    read = Rule._parse_rule

    def parts_of(self: Rule, rule: str) -> Iterable[RulePart]:
        assert self.map is not None
        about = rule, *self.map.converters.values()
        if about not in _RULES:
            _RULES[about] = _read_noting(self, rule)
            return _RULES[about][0]
        parts, trace, converters = _RULES[about]
        self._trace.extend(trace)
        for each in converters:
            self._converters[each[0]] = self.get_converter(*each)
            self.arguments.add(each[0])
        return parts

    def _read_noting(
        rule: Rule, text: str
    ) -> tuple[Sequence[RulePart], Sequence[tuple[bool, str]], Sequence[Converter]]:
        noted: list[Converter] = []
        ask, begin = rule.get_converter, len(rule._trace)

        def noting(*asked: Any) -> Any:
            noted.append(asked)
            return ask(*asked)

        rule.get_converter = noting  # type: ignore[method-assign,assignment]
        try:
            parts = [*read(rule, text)]
        finally:
            del rule.get_converter
        return parts, rule._trace[begin:], noted

    Rule._parse_rule = parts_of  # type: ignore[method-assign]


def _keep_writers_of_addresses() -> None:
    """What Werkzeug compiles to write the addresses of a rule depends on the rule alone; it is bound to each anew."""
    compiled = Rule._compile_builder
    kept: dict[Any, Any] = {}

    def writer(self: Rule, append_unknown: bool = True) -> Any:
        kinds = {name: type(converter) for name, converter in self._converters.items()}
        about = (self.rule, *self._trace, *kinds.items(), *(self.defaults or {}).items(), append_unknown)
        if about not in kept:
            kept[about] = compiled(self, append_unknown)
        return kept[about]

    Rule._compile_builder = writer  # type: ignore[method-assign]
