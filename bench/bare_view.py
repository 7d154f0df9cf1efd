"""The ceiling for benchmarks: a bare view of Flask, under the same settings of gunicorn as the service itself.

.venv/bin/python -m gunicorn -c gunicorn.conf.py bench.bare_view:app
"""

from flask import Flask

from opendata.web.services import EXTENSION


class _Nothing:
    """What gunicorn.conf.py has a worker open, give back memory of, and stop."""

    def serve(self) -> None:
        """There is nothing to open."""

    rest = stop = serve


app = Flask("bare")
app.extensions[EXTENSION] = _Nothing()


@app.route("/")
@app.route("/<path:_path>")
def hello(_path: str = "") -> str:
    """The shortest answer."""
    return "hello"
