"""The address of the service where BASE_URL says it: every address in answers begins with it.

Here: putting it in the place of what a request says. Not here: writing addresses (addresses.py).
"""

from flask import Flask


def register(app: Flask, base_url: str) -> None:
    """Make every address in answers begin with BASE_URL, whatever host a request was sent to."""
    scheme, _, rest = base_url.partition("://")
    host, _, prefix = rest.partition("/")
    inner = app.wsgi_app

    def fixed(environ: dict[str, object], start_response: object) -> object:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = scheme, host
        if prefix:
            environ["SCRIPT_NAME"] = f"/{prefix}"
        return inner(environ, start_response)  # type: ignore[arg-type]

    app.wsgi_app = fixed  # type: ignore[method-assign,assignment]
