"""Redirects: addresses that people cut short or end with a slash lead to the page that they mean."""

from werkzeug.routing import Map, Rule

from opendata.web.addresses import API, FEEDS, api_path, feed_path

# Each of these also works with a slash at its end. Addresses of rows do not: a row's key may itself end with a slash.
ENDING_WITH_SLASH = (
    "/<publisher>",
    "/<publisher>/<dataset>",
    "/<publisher>/<dataset>/<resource>",
    "/<publisher>/<dataset>/versions/<number>",
    "/problems",
    "/problems/<name>",
)
# Targets are relative to where the service is mounted. They begin with a dot: without it, a publisher that is called
# "https:host" would be the scheme and the host of another site.
REDIRECTS = {
    **{f"{rule}/": f".{rule}" for rule in ENDING_WITH_SLASH},
    FEEDS: f".{feed_path()}",
    "/api": f".{api_path('docs')}",
    API: f".{api_path('docs')}",
}


def add(url_map: Map) -> None:
    """Add all redirects to the application's addresses; they are permanent (308)."""
    for rule, target in REDIRECTS.items():
        url_map.add(Rule(rule, endpoint="site.redirect", redirect_to=target, methods=["GET"]))
