"""The messenger: everything that is needed to tell others, on the internet, of what was published.

Here: what app.py joins. Not here: the steps (managing_webhooks.py, delivering.py, hub_pings.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opendata.domain.model import Entry
from opendata.steps.ports.jobs import Jobs
from opendata.steps.ports.journal import Journal
from opendata.steps.ports.outgoing import Outgoing
from opendata.steps.ports.webhooks import Hubs, Webhooks

# An entry of the journal as the API gives it at this address of the service.
DrawEntry = Callable[[Entry, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Messenger:
    """Everything that telling others needs."""

    webhooks: Webhooks
    hubs: Hubs
    journal: Journal
    jobs: Jobs
    outgoing: Outgoing
    draw: DrawEntry
    key: str = field(repr=False)  # from which the secrets of webhooks follow
    base_url: str | None  # of the service; None: a webhook remembers how it was called
    hub: str | None  # the address of a hub of WebSub; None: there is none
