"""Words about releasing a draft (set times, four eyes, preview links), in German and in English."""

WORDS: dict[str, tuple[str, str]] = {
    "confirm.title": ("Angaben bestätigen", "Confirm the figures"),
    "confirm.lead": (
        "Wenn Sie geprüft haben, dass alles noch so gilt, können Sie das öffentlich sagen. Es entsteht die Version "
        "{number} mit dem Stand {day} und denselben Angaben; diese Meldung geht hinaus:",
        "If you have checked that all of it still holds, you can say so in public. This makes version {number}, as "
        "of {day}, with the same figures; this message will go out:",
    ),
    "confirm.do": ("Bestätigen: Die Angaben gelten unverändert", "Confirm: the figures hold unchanged"),
    "schedule.title": ("Zu einem gesetzten Zeitpunkt veröffentlichen", "Publish at a set time"),
    "schedule.lead": (
        "Wird bis dahin eine andere Version veröffentlicht oder der Entwurf geändert, dann wird er nicht "
        "veröffentlicht. In Ihrer Übersicht steht dann, warum.",
        "If another version is published before that time, or the draft is changed, the draft is not published then. "
        "Your overview will say why.",
    ),
    "schedule.day": ("Tag", "Day"),
    "schedule.time": ("Uhrzeit ({zone})", "Time of day ({zone})"),
    "schedule.do": ("Zeitpunkt setzen", "Set the time"),
    "schedule.move": ("Auf diesen Zeitpunkt verlegen", "Move to this time"),
    "release.scheduled": ("Wird veröffentlicht am {at}.", "Will be published on {at}."),
    "release.scheduled.by": ("Gesetzt von {by}.", "Set by {by}."),
    "release.outdated": (
        "Der Entwurf wurde geändert, nachdem der Zeitpunkt {at} gesetzt war.",
        "The draft was changed after the time {at} was set.",
    ),
    "release.outdated.do": (
        "Der geänderte Entwurf wird dann nicht veröffentlicht. Bitte sehen Sie ihn an, und setzen Sie den "
        "Zeitpunkt neu.",
        "The changed draft will not be published then. Please look at it and set the time anew.",
    ),
    "release.missed": ("Am {at} nicht veröffentlicht.", "Not published on {at}."),
    "release.missed.do": ("Der Entwurf ist noch da.", "The draft is still there."),
    "release.cancel": ("Zeitpunkt absagen", "Call off the time"),
    "release.move": ("Zeitpunkt verlegen", "Move the time"),
    "release.time.set": (
        "Der Zeitpunkt ist gesetzt. Bis dahin können Sie ihn verlegen oder absagen.",
        "The time is set. Until then you can move it or call it off.",
    ),
    "release.time.cancelled": (
        "Der Zeitpunkt ist abgesagt; der Entwurf wartet wieder auf Sie.",
        "The time is called off; the draft waits for you again.",
    ),
    "release.no_time": ("Es war kein Zeitpunkt mehr gesetzt.", "There was no set time any more."),
    "release.too_late": (
        "Zum Absagen war es zu spät: Der Zeitpunkt ist schon da.",
        "It was too late to call it off: the time has come.",
    ),
    "release.asked": (
        "{by} bittet darum, diesen Entwurf anzusehen und zu veröffentlichen.",
        "{by} asks for this draft to be looked at and published.",
    ),
    "release.sent_back": ("{by} hat diesen Entwurf zurückgegeben:", "{by} sent this draft back:"),
    "release.asked.done": (
        "Wer veröffentlichen darf, sieht Ihre Bitte in der Übersicht. Sie müssen nichts mehr tun.",
        "Those who may publish see that you asked, in their overview. There is nothing more for you to do.",
    ),
    "release.sent_back.done": (
        "Der Entwurf ist zurückgegeben, und Ihr Grund steht dabei.",
        "The draft is sent back, with your reason beside it.",
    ),
    "four_eyes.own": (
        "Hier gilt das Vier-Augen-Prinzip: Sie haben an diesem Entwurf mitgearbeitet, darum veröffentlicht ihn "
        "jemand anderes.",
        "The rule of four eyes holds here: you had a hand in this draft, so somebody else publishes it.",
    ),
    "four_eyes.others": (
        "Hier gilt das Vier-Augen-Prinzip. An diesem Entwurf hat mitgearbeitet: {hands}. Sie sind das zweite Paar "
        "Augen.",
        "The rule of four eyes holds here. Those with a hand in this draft: {hands}. You are the second pair of "
        "eyes.",
    ),
    "ask.title": ("Um Veröffentlichung bitten", "Ask a colleague to publish"),
    "ask.lead": (
        "Wer veröffentlichen darf, sieht Ihre Bitte in der Übersicht und bekommt eine Mail, wenn der Dienst Mails "
        "verschickt.",
        "Those who may publish see that you ask, in their overview, and get a mail if the service sends mails.",
    ),
    "ask.word": ("Worauf sollen sie achten? (freiwillig, bleibt intern)", "What should they look at? (optional)"),
    "ask.do": ("Um Veröffentlichung bitten", "Ask for publication"),
    "ask.already": ("Sie haben schon darum gebeten.", "You have asked already."),
    "send_back.title": ("Noch nicht so weit?", "Not ready yet?"),
    "send_back.reason": ("Was fehlt noch? (bleibt intern)", "What is missing? (stays internal)"),
    "send_back.do": ("Zurückgeben", "Send back"),
    "links.title": ("Vorschau für andere", "Preview for others"),
    "links.lead": (
        "Mit einem Link sieht zum Beispiel der Rat ohne Zugang, was öffentlich werden soll. Spalten, die intern "
        "bleiben, sind nicht dabei. Wer den Link hat, kann ihn weitergeben.",
        "With a link, a council for example sees what will become public without an account. Columns that stay "
        "internal are not part of it. Whoever has the link can hand it on.",
    ),
    "links.open": (
        "Erstellt von {by} am {at}, gilt bis {until}, {opened}-mal geöffnet",
        "Made by {by} on {at}, valid until {until}, opened {opened} times",
    ),
    "links.revoke": ("Link zurückziehen", "Revoke link"),
    "links.days": ("Wie lange soll der Link gelten?", "How long should the link hold?"),
    "links.days.of": ("{days} Tage", "{days} days"),
    "links.make": ("Vorschau-Link erstellen", "Make a preview link"),
    "links.made.title": ("Ihr Vorschau-Link", "Your preview link"),
    "links.made.lead": (
        "Kopieren Sie den Link jetzt: Er wird nur dieses eine Mal gezeigt. Er gilt bis {until}.",
        "Copy the link now: it is shown this once only. It is valid until {until}.",
    ),
    "links.made.address": ("Adresse", "Address"),
    "links.made.back": ("Zurück zum Entwurf", "Back to the draft"),
    "release.link.revoked": (
        "Der Link ist zurückgezogen und führt nirgends mehr hin.",
        "The link is revoked and leads nowhere any more.",
    ),
    "release.link.none": ("Diesen Link gab es schon nicht mehr.", "This link was gone already."),
    "public.over": ("Vorschau: noch nicht veröffentlicht", "Preview: not published yet"),
    "public.lead": (
        "So will {publisher} diesen Datensatz veröffentlichen. Bis dahin kann sich noch etwas ändern. Diese Vorschau "
        "gilt bis {until}.",
        "This is how {publisher} means to publish this dataset. Until then it may still change. This preview is "
        "valid until {until}.",
    ),
    "public.none": (
        "Dieser Entwurf wird gerade überarbeitet. Bitte kommen Sie später noch einmal.",
        "This draft is being reworked. Please come back later.",
    ),
    "public.same": (
        "Gegenüber dem, was veröffentlicht ist, ändert sich nichts.",
        "Nothing changes compared with what is published.",
    ),
    "rules.title": ("Regeln", "Rules"),
    "rules.lead": ("Wie bei {publisher} veröffentlicht wird.", "How {publisher} publishes."),
    "rules.four_eyes": ("Vier-Augen-Prinzip", "Four eyes"),
    "rules.four_eyes.on": (
        "Wer eine Tabelle hochlädt, zuordnet oder verbessert, veröffentlicht sie nicht selbst",
        "Whoever uploads, maps or mends a table does not publish it",
    ),
    "rules.four_eyes.hint": (
        "Das gilt auch für Programme: Ein Token zählt als die Person, die es erstellt hat. Mit Tokens, die auf der "
        "Kommandozeile erstellt wurden, lässt sich dann nicht veröffentlichen.",
        "It holds for programs as well: a token counts as the person who made it. Tokens that were made on the "
        "command line cannot publish then.",
    ),
    "rules.four_eyes.few": (
        "Veröffentlichen darf hier bisher nur eine Person. Geben Sie erst jemandem die Rolle „Veröffentlichung“.",
        "Only one person may publish here so far. Give somebody else the role “Publishing” first.",
    ),
    "rules.zone": ("Zeitzone für gesetzte Zeitpunkte", "Time zone of set times"),
    "rules.do": ("Regeln speichern", "Save the rules"),
    "rules.done": ("Die Regeln sind gespeichert.", "The rules are saved."),
    "step.scheduled": (
        "Tabelle zum {day}: Wird veröffentlicht am {at}.",
        "Table as of {day}: will be published on {at}.",
    ),
    "step.outdated": (
        "Tabelle zum {day}: Geändert, nachdem der Zeitpunkt {at} gesetzt war. Bitte ansehen und neu setzen.",
        "Table as of {day}: changed after the time {at} was set. Please look at it and set the time anew.",
    ),
    "step.missed": (
        "Tabelle zum {day}: Am {at} nicht veröffentlicht.",
        "Table as of {day}: not published on {at}.",
    ),
    "step.release": (
        "Tabelle zum {day}: {by} bittet Sie, sie anzusehen und zu veröffentlichen.",
        "Table as of {day}: {by} asks you to look at it and to publish it.",
    ),
    "step.waits": (
        "Tabelle zum {day}: Wartet darauf, dass jemand anderes sie veröffentlicht.",
        "Table as of {day}: waits for somebody else to publish it.",
    ),
    "step.hand_over": (
        "Tabelle zum {day}: Bitten Sie jemanden, sie anzusehen und zu veröffentlichen.",
        "Table as of {day}: ask somebody to look at it and to publish it.",
    ),
    "step.same": (
        "Tabelle zum {day}: Sagt dasselbe wie die veröffentlichte Version. Bestätigen oder löschen.",
        "Table as of {day}: says the same as the published version. Confirm it, or delete it.",
    ),
    "step.sent_back": ("Tabelle zum {day}: {by} hat sie zurückgegeben.", "Table as of {day}: {by} sent it back."),
    "menu.rules": ("Regeln", "Rules"),
}
