"""The admin's pages about webhooks: adding one, with its secret; what was delivered; switching it off and on.

Here: forms and their answers. Not here: the rules (steps/managing_webhooks.py), the list of webhooks, which stands
on the page about access for programs (token_pages.py).
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid
from opendata.domain.webhook_errors import TooManyTestEvents, TooManyWebhooks
from opendata.domain.webhooks import Webhook
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.form_marks import digest_of_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.webhook_choices import event_choices
from opendata.portal.words.acts import actor_words
from opendata.portal.words.off_reasons import ERROR_WORDS, OFF_REASONS
from opendata.steps import managing_webhooks
from opendata.steps.ports.audit import Act
from opendata.web.language import language
from opendata.web.services import services

WEBHOOKS = "/<publisher>/webhooks"
ONE = f"{WEBHOOKS}/<webhook_id>"
ID_LETTERS = 16


@blueprint.get(f"{WEBHOOKS}/new")
def new_webhook(publisher: str) -> Response:
    """The form for a new webhook."""
    require("admin", publisher)
    return _form(publisher)


@blueprint.post(f"{WEBHOOKS}/new")
def make_webhook(publisher: str) -> Response:
    """Add a webhook; the answer shows its secret, this once."""
    require("admin", publisher)
    url, form = request.form.get("url", "").strip(), request.form
    messenger, desk, site = services().messenger, services().desk, request.url_root
    asked = (form.getlist("events"), form.getlist("datasets"))
    mark = digest_of_form("webhook", (publisher, url, *asked[0], "", *asked[1]))
    about = (*asked, site, services().now(), mark.hex()[:ID_LETTERS] if mark else None)
    try:
        webhook, secret = managing_webhooks.add(messenger, desk, publisher, url, *about)
    except RequestNotValid as error:
        return _form(publisher, 422, {error.name: error.reason_in(language())})
    except TooManyWebhooks as error:
        return _form(publisher, 409, {"url": error.in_language(language())})
    owner = services().catalogue.publisher(publisher)
    return page("webhook_made.html", publisher=owner, webhook=webhook, secret=secret)


@blueprint.get(ONE)
def webhook(publisher: str, webhook_id: str) -> Response:
    """A webhook: what it is told, whether it is on, and its newest deliveries."""
    require("admin", publisher)
    known, place = _own(publisher, webhook_id), 0 if language() == "de" else 1
    titles = {dataset.name: dataset.title for dataset in services().catalogue.datasets(publisher)}
    labels = dict(event_choices(services().catalogue.datasets(publisher), services().kinds, language()))
    return page(
        "webhook.html",
        publisher=services().catalogue.publisher(publisher),
        webhook=known,
        made_by=actor_words(Act(known.made_by, "webhook.made"), language()),
        deliveries=services().messenger.webhooks.deliveries(known.id),
        told_datasets=[titles.get(name, name) for name in known.datasets],
        told_events=[labels.get(name, name) for name in known.events],
        off_words={name: both[place] for name, both in OFF_REASONS.items()},
        error_words={name: both[place] for name, both in ERROR_WORDS.items()},
    )


@blueprint.post(f"{ONE}/switch")
def switch_webhook(publisher: str, webhook_id: str) -> AnyResponse:
    """Switch a webhook off, or on again."""
    require("admin", publisher)
    known, to = _own(publisher, webhook_id), request.form.get("to")
    if to == "on":
        managing_webhooks.switch_on(services().messenger, services().desk, known)
        tell("webhook.on.done")
    elif to == "off":
        managing_webhooks.switch_off(services().messenger, services().desk, known, services().now())
        tell("webhook.off.done")
    return _back(known)


@blueprint.post(f"{ONE}/test")
def test_webhook(publisher: str, webhook_id: str) -> AnyResponse:
    """Send a test event to a webhook."""
    require("admin", publisher)
    known = _own(publisher, webhook_id)
    try:
        managing_webhooks.try_out(services().messenger, services().desk, known, services().now())
    except TooManyTestEvents:
        tell("webhook.test.waits")
    else:
        tell("webhook.test.done")
    return _back(known)


@blueprint.post(f"{ONE}/remove")
def remove_webhook(publisher: str, webhook_id: str) -> AnyResponse:
    """Remove a webhook, with what is known of its deliveries."""
    require("admin", publisher)
    managing_webhooks.remove(services().messenger, services().desk, _own(publisher, webhook_id))
    tell("webhook.remove.done")
    return redirect(portal_link("tokens", publisher=publisher), 303)


def _own(publisher: str, webhook_id: str) -> Webhook:
    return managing_webhooks.own_webhook(services().messenger, publisher, webhook_id)


def _back(known: Webhook) -> AnyResponse:
    return redirect(portal_link("webhook", publisher=known.publisher, webhook_id=known.id), 303)


def _form(publisher: str, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    datasets = services().catalogue.datasets(publisher)
    return page(
        "webhook_new.html",
        status,
        publisher=services().catalogue.publisher(publisher),
        datasets=datasets,
        events=event_choices(datasets, services().kinds, language()),
        typed={"url": request.form.get("url", "")},
        chosen={"datasets": request.form.getlist("datasets"), "events": request.form.getlist("events")},
        errors=errors or {},
    )
