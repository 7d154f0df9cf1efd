"""Words of the admin's pages about webhooks: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "step.webhook": (
        "Nachrichten an {url} kommen nicht mehr an: Webhook ansehen",
        "Messages to {url} do not arrive any more: look at the webhook",
    ),
    "webhooks.title": ("Webhooks", "Webhooks"),
    "webhooks.lead": (
        "Ein Webhook sagt einem anderen Programm sofort Bescheid, wenn Sie etwas veröffentlichen, etwa der Webseite "
        "der Stadt.",
        "A webhook tells another program at once when you publish something, such as the city's website.",
    ),
    "webhooks.none": ("Noch keiner.", "None yet."),
    "webhooks.new": ("Webhook hinzufügen", "Add a webhook"),
    "webhooks.open": ("Zustellungen und Einstellungen", "Deliveries and settings"),
    "webhook.on": ("eingeschaltet", "on"),
    "webhook.off": ("ausgeschaltet", "off"),
    "webhook.failing": ("kommt gerade nicht an", "does not arrive at the moment"),
    "webhook.new.title": ("Ein neuer Webhook", "A new webhook"),
    "webhook.new.lead": (
        "Nach jeder Veröffentlichung schickt der Dienst eine Nachricht an eine Adresse. Diese nennt Ihnen, wer das "
        "andere Programm betreibt. In der Nachricht steht nur, was ohnehin öffentlich ist.",
        "After each publication the service sends a message to an address. Whoever runs the other program tells you "
        "this address. The message says only what is public in any case.",
    ),
    "webhook.url": ("Adresse des Empfängers", "Address of the receiver"),
    "webhook.url.hint": (
        "Eine öffentliche Adresse, die mit https:// beginnt, wie https://example.org/empfang",
        "A public address that begins with https://, such as https://example.org/receive",
    ),
    "webhook.datasets": ("Über welche Datensätze?", "About which datasets?"),
    "webhook.all.hint": (
        "Ist nichts angekreuzt, gilt er für alle.",
        "If nothing is ticked, the webhook tells of all of them.",
    ),
    "webhook.events": ("Über welche Ereignisse?", "About which events?"),
    "webhook.events.some": ("Nur bestimmte Ereignisse", "Only some events"),
    "webhook.event.version.published": ("Eine Version ist veröffentlicht", "A version is published"),
    "webhook.event.version.confirmed": ("Die Angaben sind bestätigt", "The figures are confirmed"),
    "webhook.event.version.withdrawn": ("Eine Version ist zurückgezogen", "A version is withdrawn"),
    "webhook.event.added": ("{entity}: neu", "{entity}: new"),
    "webhook.event.changed": ("{entity}: geändert", "{entity}: changed"),
    "webhook.event.removed": ("{entity}: nicht mehr enthalten", "{entity}: no longer contained"),
    "webhook.event.field": ("{entity}: „{field}“ ist anders", "{entity}: “{field}” is different"),
    "webhook.do": ("Webhook hinzufügen", "Add the webhook"),
    "webhook.made.title": ("Der Webhook ist hinzugefügt", "The webhook is added"),
    "webhook.made.lead": (
        "Mit diesem Geheimnis prüft der Empfänger, dass eine Nachricht von hier kommt. Geben Sie es ihm jetzt; es "
        "wird nur dieses eine Mal gezeigt.",
        "With this secret the receiver checks that a message comes from here. Pass it on to the receiver now; it is "
        "shown only this once.",
    ),
    "webhook.secret": ("Geheimnis", "Secret"),
    "webhook.made.test": (
        "Auf der Seite des Webhooks können Sie gleich ein Test-Ereignis schicken.",
        "On the page of the webhook you can send a test event now.",
    ),
    "webhook.made.on": ("Zum Webhook", "To the webhook"),
    "webhook.back": ("Zugänge für Programme", "Access for programs"),
    "webhook.one.title": ("Webhook", "Webhook"),
    "webhook.state": ("Zustand", "State"),
    "webhook.to": ("Empfänger", "Receiver"),
    "webhook.tells.datasets": ("Datensätze", "Datasets"),
    "webhook.tells.events": ("Ereignisse", "Events"),
    "webhook.tells.all": ("alle", "all"),
    "webhook.made.by": ("Hinzugefügt", "Added"),
    "webhook.made.words": ("{moment}, von {who}", "{moment}, by {who}"),
    "webhook.state.on": ("eingeschaltet", "on"),
    "webhook.state.off": ("ausgeschaltet seit {moment}: {reason}", "off since {moment}: {reason}"),
    "webhook.state.failing": (
        "eingeschaltet, aber die letzte Nachricht kam nicht an; nächster Versuch {moment}",
        "on, but the last message did not arrive; next attempt {moment}",
    ),
    "webhook.off.hint": (
        "Nach dem Einschalten bekommt der Empfänger alles nach, was er verpasst hat.",
        "Once it is on again, the receiver gets everything that it has missed.",
    ),
    "webhook.test": ("Test-Ereignis schicken", "Send a test event"),
    "webhook.test.done": (
        "Das Test-Ereignis geht in wenigen Sekunden hinaus. Laden Sie die Seite dann neu.",
        "The test event goes out within a few seconds. Reload the page then.",
    ),
    "webhook.test.waits": (
        "Es gab gerade schon mehrere Test-Ereignisse. Versuchen Sie es in einer Minute noch einmal.",
        "There were several test events just now. Try again in a minute.",
    ),
    "webhook.switch.on": ("Einschalten", "Switch on"),
    "webhook.switch.off": ("Ausschalten", "Switch off"),
    "webhook.on.done": ("Der Webhook ist eingeschaltet.", "The webhook is on."),
    "webhook.off.done": ("Der Webhook ist ausgeschaltet.", "The webhook is off."),
    "webhook.remove": ("Entfernen", "Remove"),
    "webhook.remove.done": ("Der Webhook ist entfernt.", "The webhook is removed."),
    "webhook.deliveries": ("Letzte Zustellungen", "Last deliveries"),
    "webhook.deliveries.none": ("Noch keine.", "None yet."),
    "webhook.deliveries.when": ("Wann", "When"),
    "webhook.deliveries.what": ("Was", "What"),
    "webhook.deliveries.result": ("Ergebnis", "Result"),
    "webhook.deliveries.test": ("Test-Ereignis", "Test event"),
    "webhook.deliveries.one": ("1 Ereignis", "1 event"),
    "webhook.deliveries.many": ("{count} Ereignisse", "{count} events"),
    "webhook.delivered": (
        "angekommen (Antwort {status}, {milliseconds} ms)",
        "arrived (answer {status}, {milliseconds} ms)",
    ),
    "webhook.waiting": ("wartet auf den Versand", "waits to be sent"),
    "webhook.answered": ("nicht angekommen: Antwort {status}", "has not arrived: answer {status}"),
    "webhook.not_arrived": ("nicht angekommen: {reason}", "has not arrived: {reason}"),
    "webhook.attempts": ("{count} Versuche", "{count} attempts"),
    "webhook.redirect": (
        "Antworten wie 301 und 302 leiten weiter. Dem folgt der Dienst nicht: Fügen Sie den Webhook mit der neuen "
        "Adresse hinzu.",
        "Answers such as 301 and 302 lead elsewhere. The service does not follow them: add the webhook with the new "
        "address.",
    ),
}
