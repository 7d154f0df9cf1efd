"""What can go wrong with webhooks, in facts.

Here: failures of these acts alone. Not here: all other failures (errors.py), and deliveries that fail, which raise
nothing (webhooks.py).
"""

from opendata.domain.errors import DomainError


class WebhookNotFound(DomainError):
    """The publisher has no webhook of that id."""

    def __init__(self, publisher: str, webhook: str) -> None:
        super().__init__(f"Publisher '{publisher}' has no webhook '{webhook}'")
        self._german = f"Der Herausgeber „{publisher}“ hat keinen Webhook „{webhook}“"
        self.publisher, self.webhook = publisher, webhook


class TooManyWebhooks(DomainError):
    """The publisher has as many webhooks as it may have."""

    def __init__(self, publisher: str, most: int) -> None:
        super().__init__(f"A publisher has {most} webhooks at most; remove one first")
        self._german = f"Ein Herausgeber hat höchstens {most} Webhooks; entfernen Sie erst einen"
        self.publisher, self.most = publisher, most


class TooManyTestEvents(DomainError):
    """As many test events as may wait for a webhook, or be sent to it in a minute, are there already."""

    def __init__(self, webhook: str) -> None:
        super().__init__("This webhook had several test events just now; look at them, and try again in a minute")
        self._german = (
            "Für diesen Webhook gab es gerade schon mehrere Test-Ereignisse; sehen Sie nach, was daraus geworden "
            "ist, und versuchen Sie es in einer Minute noch einmal"
        )
        self.webhook = webhook
