"""Texts of the problems of webhooks.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

WEBHOOK_WORDS: dict[str, dict[str, Words]] = {
    "webhook-not-found": both(
        (
            "Diesen Webhook gibt es nicht",
            "Der Herausgeber hat keinen Webhook mit diesem Namen; vielleicht hat ihn jemand entfernt.",
            "Auf der Seite „Zugänge für Programme“ stehen alle Webhooks des Herausgebers.",
        ),
        (
            "No such webhook",
            "The publisher has no webhook of that name; perhaps somebody has removed it.",
            "The page “Access for programs” lists all webhooks of the publisher.",
        ),
    ),
    "too-many-webhooks": both(
        (
            "Es gibt schon sehr viele Webhooks",
            "Ein Herausgeber kann nur eine begrenzte Zahl von Webhooks haben. Hinzugefügt wurde nichts.",
            "Entfernen Sie einen Webhook, den niemand mehr braucht, und fügen Sie den neuen dann hinzu.",
        ),
        (
            "There are very many webhooks already",
            "A publisher can have a limited number of webhooks only. Nothing was added.",
            "Remove a webhook that nobody needs any more, and then add the new one.",
        ),
    ),
    "too-many-test-events": both(
        (
            "Es gibt gerade schon mehrere Test-Ereignisse",
            "Für diesen Webhook wurden in der letzten Minute schon mehrere Test-Ereignisse verschickt, oder sie "
            "warten noch darauf.",
            "Sehen Sie nach, was daraus geworden ist, und versuchen Sie es in einer Minute noch einmal. Werden sie "
            "nicht verschickt, läuft vermutlich kein Arbeitsprozess; das weiß der Betrieb des Dienstes.",
        ),
        (
            "There are several test events just now",
            "Several test events of this webhook were sent within the last minute, or wait to be sent.",
            "Look at what became of them, and try again in a minute. If they are not sent, there is probably no "
            "worker running; the operator of the service knows about that.",
        ),
    ),
}
