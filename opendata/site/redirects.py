"""Redirects: addresses that people cut short or end with a slash lead to the page that they mean."""

from werkzeug.routing import Map

from opendata.web.addresses import API, FEEDS, api_path, feed_path
from opendata.web.late_rules import LateRule

# Each of these also works with a slash at its end. Addresses of rows do not: a row's key may itself end with a slash.
ENDING_WITH_SLASH = (
    "/<publisher:publisher>",
    "/<publisher:publisher>/<dataset>",
    "/<publisher:publisher>/<dataset>/<resource>",
    "/<publisher:publisher>/<dataset>/versions/<number>",
    "/problems",
    "/problems/<name>",
)
# Targets are relative to where the service is mounted. They begin with a dot: without it, a publisher that is called
# "https:host" would be the scheme and the host of another site.
REDIRECTS = {
    **{f"{rule}/": f".{rule.replace('<publisher:', '<')}" for rule in ENDING_WITH_SLASH},
    **dict.fromkeys((FEEDS, f"{FEEDS}/"), f".{feed_path()}"),
    **dict.fromkeys(("/api", "/api/", API, f"{API}/"), f".{api_path('docs')}"),
}


def add(url_map: Map) -> None:
    """Add all redirects to the application's addresses; they are permanent (308)."""
    of_api = [
        rule.rule
        for rule in url_map.iter_rules()
        if rule.rule.startswith(f"{API}/") and "<" not in rule.rule and "GET" in (rule.methods or ())
    ]
    for rule, target in {**REDIRECTS, **{f"{rule}/": f".{rule}" for rule in of_api}}.items():
        url_map.add(LateRule(rule, endpoint="site.redirect", redirect_to=target, methods=["GET"]))
