"""Templates compiled once: what Jinja makes of them is kept in the process, and by those that are forked from it.

Here: this memory, and compiling all pages for readers before the first reader asks for one. Not here: the templates.
Compiling the templates of a city's page takes longer than everything else that is done for it. All of them take less
time than the check of a start, beside which they are compiled.
"""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

FOLDER = "site/templates"


class CompiledTemplates(BytecodeCache):
    """What was compiled, by the name of a template and the digest of its text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what it has compiled before; nothing where the template has changed since."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._codes)

    def clear(self) -> None:
        """Forget everything, as in a process that has just started."""
        self._codes.clear()


COMPILED = CompiledTemplates()


def flask_with_templates() -> Flask:
    """A bare application with the templates, which keeps in COMPILED what it compiles of them."""
    app = Flask("opendata", static_folder=None, template_folder=FOLDER)
    app.jinja_options = {**app.jinja_options, "bytecode_cache": COMPILED}
    return app


def compile_first() -> None:
    """Compile the pages for readers; starts no thread, so that a server may fork afterwards."""
    templates = flask_with_templates().jinja_env
    for name in templates.list_templates():
        templates.get_template(name)
