"""Well-known addresses (RFC 8615): where programs look before they know anything of a service.

Here: security.txt, change-password, api-catalog and void. Not here: robots.txt and the sitemap (sitemap.py), what the
catalogue says (api/catalog.py).
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.tables.json_values import dumps
from opendata.web.addresses import CATALOG, api_url, catalog_path, feed_url, local_url, page_url, site_url
from opendata.web.http_caching import cached_by_content
from opendata.web.services import services

blueprint = Blueprint("well-known", __name__, url_prefix="/.well-known")
SECURITY, API_CATALOG = "/.well-known/security.txt", "/.well-known/api-catalog"
DAYS_VALID = 180  # RFC 9116 asks for less than a year
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


@blueprint.route("/security.txt")
def security() -> Response:
    """Whom to tell about a weakness (RFC 9116): OPERATOR_EMAIL; 404 where it is not set."""
    email = services().config.operator_email
    if not email:
        abort(404)
    midnight = datetime.combine(services().now().date(), time(), UTC)
    lines = [
        f"Contact: mailto:{quote(email, safe='@+')}",
        f"Expires: {(midnight + timedelta(days=DAYS_VALID)).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: de, en",
        f"Canonical: {site_url(SECURITY)}",
    ]
    return cached_by_content(Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"))


@blueprint.route("/change-password")
def change_password() -> AnyResponse:
    """Where password managers find the page on which somebody changes a password."""
    return redirect(url_for("portal.account"), 302)


@blueprint.route("/void")
def void() -> AnyResponse:
    """Where harvesters of linked data look for a description: in the catalogue."""
    return redirect(local_url(CATALOG), 303)


@blueprint.route("/api-catalog")
def api_catalog() -> Response:
    """What there is for programs (RFC 9727): the API, the feeds and the catalogue, each with what describes it."""
    here, api = site_url(API_CATALOG), api_url()
    catalogues = [
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ]
    linkset: list[dict[str, Any]] = [
        {"anchor": here, "item": [{"href": api}, {"href": feed_url()}, {"href": site_url(CATALOG)}]},
        {
            "anchor": api,
            "service-desc": [{"href": api_url("openapi.json"), "type": "application/json"}],
            "service-doc": [{"href": api_url("docs"), "type": "text/html"}],
            "status": [{"href": site_url("/healthz"), "type": "application/json"}],
        },
        {
            "anchor": feed_url(),
            "alternate": [{"href": feed_url(ending="json"), "type": "application/feed+json"}],
            "service-doc": [{"href": page_url(), "type": "text/html"}],
        },
        {
            "anchor": site_url(CATALOG),
            "alternate": [{"href": site_url(catalog_path(ending)), "type": type_} for ending, type_ in catalogues],
        },
    ]
    response = cached_by_content(Response(dumps({"linkset": linkset}), content_type=LINKSET))
    response.headers["Link"] = f'<{here}>; rel="api-catalog"'
    return response
