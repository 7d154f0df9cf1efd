"""Rules of the router whose functions that write addresses are compiled when the first address is written.

Werkzeug compiles two functions for each rule, for writing its addresses with and without a query. That takes four
fifths of making an application, and commands, workers and most requests write addresses of a few rules alone.
Here: putting it off. Not here: the rules themselves, and which texts they match.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that matches at once, and compiles how its addresses are written when somebody asks for one."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def write(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not made:  # threads that come here together compile the same function
                made.append(super(LateRule, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return write


def register(app: Flask) -> None:
    """Let all rules of the application be such rules; must be called before any route is added."""
    app.url_rule_class = LateRule
