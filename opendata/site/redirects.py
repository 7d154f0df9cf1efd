"""Redirects: addresses that people cut short or end with a slash lead to the page that they mean."""

from werkzeug.routing import Map, Rule

# With a slash at the end; keys of rows are left alone, because they may end so.
ENDING_WITH_SLASH = (
    "/<publisher>",
    "/<publisher>/<dataset>",
    "/<publisher>/<dataset>/<resource>",
    "/<publisher>/<dataset>/versions/<number>",
    "/problems",
    "/problems/<name>",
)
# Targets are relative to where the service is mounted.
REDIRECTS = {
    **{f"{rule}/": rule.removeprefix("/") for rule in ENDING_WITH_SLASH},
    "/feeds": "feeds/all.atom",
    "/api": "api/v1/docs",
    "/api/v1": "api/v1/docs",
}


def add(url_map: Map) -> None:
    """Add them all, permanent."""
    for rule, target in REDIRECTS.items():
        url_map.add(Rule(rule, endpoint="site.redirect", redirect_to=target, methods=["GET"]))
