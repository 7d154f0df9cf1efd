"""Webhooks: addresses that are told what a publisher publishes, and what was delivered to them.

Here: requests about them, which the portal has as well. Not here: delivering (steps/delivering.py).
"""

from typing import Any

import marshmallow as ma
from flask import Response, request

from opendata.api.description.notes_of_views import may_answer, needs
from opendata.api.json_fields import JsonTruth
from opendata.api.lists import (
    LanguageQuery,
    ListBodySchema,
    ListQuery,
    asked_part,
    json_response,
    links_field,
    list_body,
)
from opendata.api.openapi import ApiBlueprint
from opendata.domain.tables.timestamps import moment_json
from opendata.domain.webhooks import Delivery, Webhook
from opendata.steps import managing_webhooks as steps
from opendata.web.access import require
from opendata.web.addresses import API, api_url
from opendata.web.services import services

blueprint = ApiBlueprint("webhooks", __name__, url_prefix=API, description="Messages about what is published")
ADDRESS = "/publishers/<publisher>/webhooks"
ONE = f"{ADDRESS}/<webhook_id>"


class WebhookBody(ma.Schema):
    """Which address is to be told of what."""

    url = ma.fields.String(
        required=True,
        metadata={"description": "a public address that takes POST, such as https://example.org/receive"},
    )
    events = ma.fields.List(
        ma.fields.String(),
        load_default=list,
        metadata={"description": "only these, such as measure.phase_changed; empty: all"},
    )
    datasets = ma.fields.List(
        ma.fields.String(), load_default=list, metadata={"description": "only these of the publisher; empty: all"}
    )


class SwitchBody(ma.Schema):
    """Whether a webhook is told anything."""

    active = JsonTruth(
        required=True, metadata={"description": "true: it goes on where it stopped; false: nothing is sent"}
    )


class WebhookSchema(ma.Schema):
    """A webhook, without its secret."""

    id = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    events = ma.fields.List(ma.fields.String(), required=True)
    datasets = ma.fields.List(ma.fields.String(), required=True)
    active = ma.fields.Boolean(required=True)
    off_because = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "by-hand, failing, gone or key-changed; null: active"},
    )
    off_at = ma.fields.DateTime(required=True, allow_none=True)
    made_at = ma.fields.DateTime(required=True)
    made_by = ma.fields.String(required=True)
    last_serial = ma.fields.Integer(required=True, metadata={"description": "up to which it was told of the journal"})
    failures = ma.fields.Integer(required=True, metadata={"description": "attempts in a row that failed"})
    next_attempt_at = ma.fields.DateTime(required=True, allow_none=True)
    links = links_field()


class NewWebhookSchema(WebhookSchema):
    """A webhook with its secret."""

    secret = ma.fields.String(
        required=True, metadata={"description": "proves that a message comes from here; no later answer has it"}
    )


class WebhooksSchema(ListBodySchema):
    """The webhooks of a publisher."""

    items = ma.fields.List(ma.fields.Nested(WebhookSchema))


class DeliverySchema(ma.Schema):
    """A message to a webhook."""

    id = ma.fields.String(required=True, metadata={"description": "the header webhook-id of each attempt"})
    type = ma.fields.String(required=True, validate=ma.validate.OneOf(["changes", "test"]))
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(["waiting", "delivered", "failed"]))
    first_serial = ma.fields.Integer(required=True)
    last_serial = ma.fields.Integer(required=True)
    entries = ma.fields.Integer(required=True)
    made_at = ma.fields.DateTime(required=True)
    attempts = ma.fields.Integer(required=True)
    attempted_at = ma.fields.DateTime(required=True, allow_none=True)
    status = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "what the receiver answered to the last attempt"}
    )
    error = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "why there was no answer: address-refused, name-unknown, not-reached, too-slow, "
            "not-encrypted, no-answer or key-changed"
        },
    )
    milliseconds = ma.fields.Integer(required=True, allow_none=True)


class DeliveriesSchema(ListBodySchema):
    """The newest messages to a webhook, newest first."""

    items = ma.fields.List(ma.fields.Nested(DeliverySchema))


@blueprint.route(ADDRESS, methods=["POST"])
@blueprint.arguments(WebhookBody, location="json")
@blueprint.response(201, NewWebhookSchema)
@blueprint.doc(**needs("publish"), **may_answer("too-many-webhooks", "dataset-not-found"))
def post_webhook(body: dict[str, Any], publisher: str) -> Response:
    """Tell an address of everything that is published from now on; its secret is given this once."""
    require(publisher, "publish")
    made, secret = steps.add(
        services().messenger,
        services().desk,
        publisher,
        body["url"],
        body["events"],
        body["datasets"],
        request.url_root,
        services().now(),
    )
    response = json_response({**webhook_body(made), "secret": secret}, 201)
    response.headers["Location"] = api_url("publishers", publisher, "webhooks", made.id)
    return response


@blueprint.route(ADDRESS)
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, WebhooksSchema)
@blueprint.doc(**needs("publish"))
def get_webhooks(arguments: dict[str, Any], publisher: str) -> Response:
    """The webhooks of a publisher, oldest first; those that are off say why."""
    require(publisher, "publish")
    known = [webhook_body(webhook) for webhook in services().messenger.webhooks.of_publisher(publisher)]
    return json_response(list_body(known, asked_part(arguments)))


@blueprint.route(ONE)
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(200, WebhookSchema)
@blueprint.doc(**needs("publish"))
def get_webhook(_arguments: dict[str, Any], publisher: str, webhook_id: str) -> Response:
    """A webhook: what it is told, how far it was told, and whether it is off."""
    return json_response(webhook_body(_own(publisher, webhook_id)))


@blueprint.route(ONE, methods=["PATCH"])
@blueprint.arguments(SwitchBody, location="json")
@blueprint.response(200, WebhookSchema)
@blueprint.doc(**needs("publish"))
def patch_webhook(body: dict[str, Any], publisher: str, webhook_id: str) -> Response:
    """Switch a webhook off, or on again; it then gets everything that it has missed."""
    webhook = _own(publisher, webhook_id)
    if body["active"]:
        steps.switch_on(services().messenger, services().desk, webhook)
    else:
        steps.switch_off(services().messenger, services().desk, webhook, services().now())
    return json_response(webhook_body(_own(publisher, webhook_id)))


@blueprint.route(ONE, methods=["DELETE"])
@blueprint.response(204)
@blueprint.doc(**needs("publish"))
def delete_webhook(publisher: str, webhook_id: str) -> Response:
    """Remove a webhook, with what is known of its deliveries."""
    steps.remove(services().messenger, services().desk, _own(publisher, webhook_id))
    return Response(status=204)


@blueprint.route(f"{ONE}/test", methods=["POST"])
@blueprint.response(202, DeliverySchema)
@blueprint.doc(**needs("publish"), operationId="post_test_event", **may_answer("too-many-test-events"))
def post_test(publisher: str, webhook_id: str) -> Response:
    """Send a test event to a webhook, once; the list of deliveries says what came of it."""
    webhook = _own(publisher, webhook_id)
    made = steps.try_out(services().messenger, services().desk, webhook, services().now())
    return json_response(delivery_body(made), 202)


@blueprint.route(f"{ONE}/deliveries")
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, DeliveriesSchema)
@blueprint.doc(**needs("publish"))
def get_deliveries(arguments: dict[str, Any], publisher: str, webhook_id: str) -> Response:
    """The newest messages to a webhook, newest first, with what its receiver answered; older ones are not kept."""
    webhook = _own(publisher, webhook_id)
    known = [delivery_body(delivery) for delivery in services().messenger.webhooks.deliveries(webhook.id)]
    return json_response(list_body(known, asked_part(arguments)))


def webhook_body(webhook: Webhook) -> dict[str, Any]:
    """A webhook as the API gives it."""
    place = ("publishers", webhook.publisher, "webhooks", webhook.id)
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "datasets": list(webhook.datasets),
        "active": webhook.off is None,
        "off_because": webhook.off,
        "off_at": moment_json(webhook.off_at) if webhook.off_at else None,
        "made_at": moment_json(webhook.made_at),
        "made_by": webhook.made_by,
        "last_serial": webhook.serial,
        "failures": webhook.failures,
        "next_attempt_at": moment_json(webhook.next_at) if webhook.next_at and not webhook.off else None,
        "links": {"self": api_url(*place), "deliveries": api_url(*place, "deliveries")},
    }


def delivery_body(delivery: Delivery) -> dict[str, Any]:
    """A delivery as the API gives it."""
    return {
        "id": delivery.id,
        "type": "test" if delivery.is_test else "changes",
        "state": delivery.state,
        "first_serial": delivery.first_serial,
        "last_serial": delivery.last_serial,
        "entries": delivery.entries,
        "made_at": moment_json(delivery.made_at),
        "attempts": delivery.attempts,
        "attempted_at": moment_json(delivery.attempted_at) if delivery.attempted_at else None,
        "status": delivery.status,
        "error": delivery.error,
        "milliseconds": delivery.milliseconds,
    }


def _own(publisher: str, webhook_id: str) -> Webhook:
    """The webhook, if the request's token may manage it."""
    require(publisher, "publish")
    return steps.own_webhook(services().messenger, publisher, webhook_id)
