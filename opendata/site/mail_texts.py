"""Texts of the pages for following by mail, in German and in English.

Here: words of pages. Not here: words of mails (domain/following_letters.py).
"""

WORDS: dict[str, tuple[str, str]] = {
    "follow": ("Per E-Mail folgen", "Follow by e-mail"),
    "title": ("Per E-Mail folgen", "Follow by e-mail"),
    "lead": (
        "Sie bekommen höchstens eine Mail am Tag, und nur wenn sich etwas geändert hat.",
        "You get at most one mail a day, and only if something has changed.",
    ),
    "what": ("Dazu möchten Sie Mails bekommen", "You want to get mails about"),
    "topic": ("Thema", "Topic"),
    "topic.hint": (
        "Wählen Sie ein Thema, wenn Sie nicht alles lesen möchten.",
        "Choose a topic if you do not want to read everything.",
    ),
    "topic.all": ("alles", "everything"),
    "email": ("Ihre E-Mail-Adresse", "Your e-mail address"),
    "do": ("Mail zur Bestätigung schicken", "Send the mail for confirmation"),
    "error": ("Das hat noch nicht geklappt.", "That did not work yet."),
    "privacy": ("Was wir behalten", "What we keep"),
    "privacy.text": (
        "Wir behalten Ihre Adresse, Ihre Sprache, wozu Sie Mails möchten, bis wohin wir Ihnen berichtet haben und ob "
        "Ihr Postfach Mails annimmt, sonst nichts. Wir merken uns nicht, ob Sie eine Mail öffnen oder auf einen Link "
        "klicken. Was Sie nicht bestätigen, löschen wir nach zwei Tagen; wenn Sie die Mails beenden, löschen wir "
        "alles sofort. Jede Mail enthält dafür einen Link.",
        "We keep your address, your language, what you want mails about, up to where we have told you and whether "
        "your mailbox takes mails, and nothing else. We take no note of whether you open a mail or click a link. "
        "What you do not confirm is deleted after two days; when you end the mails, everything is deleted at once. "
        "Each mail has a link for that.",
    ),
    "asked.title": ("Bitte sehen Sie in Ihr Postfach", "Please look into your mailbox"),
    "asked.lead": (
        "In ein paar Minuten kommt eine Mail mit einem Link. Erst wenn Sie dort auf den Knopf drücken, folgen Sie.",
        "In a few minutes a mail with a link will come. You follow only once you have pressed the button there.",
    ),
    "asked.none": (
        "Kommt nichts? Sehen Sie in den Ordner für Spam und prüfen Sie, ob die Adresse stimmt. An dasselbe Postfach "
        "schicken wir am Tag höchstens drei Mails zur Bestätigung.",
        "Nothing comes? Look into the folder for spam, and check whether the address was right. To the same mailbox "
        "we send at most three mails for confirmation a day.",
    ),
    "confirm.title": ("Möchten Sie per E-Mail folgen?", "Do you want to follow by e-mail?"),
    "confirm.email": ("Mails gehen an", "Mails go to"),
    "confirm.do": ("Ja, ich möchte folgen", "Yes, I want to follow"),
    "confirm.not": (
        "Wenn nicht, schließen Sie diese Seite einfach: Ohne den Knopf kommt keine Mail.",
        "If not, simply close this page: without the button no mail comes.",
    ),
    "stop.title": ("Ihre Mails", "Your mails"),
    "stop.confirmed": (
        "Bestätigt. Wenn sich etwas ändert, bekommen Sie eine Mail, höchstens eine am Tag.",
        "Confirmed. If something changes, you get a mail, at most one a day.",
    ),
    "stop.one.done": ("Dazu kommt keine Mail mehr.", "No more mails come about that."),
    "stop.follows": ("Mails kommen zu", "Mails come about"),
    "stop.one": ("Nicht mehr folgen", "Follow no more"),
    "stop.one.name": ("Nicht mehr folgen: {name}", "Follow no more: {name}"),
    "stop.all.title": ("Alle Mails beenden", "End all mails"),
    "stop.all.lead": (
        "Ihre Adresse wird dann sofort gelöscht.",
        "Your address is then deleted at once.",
    ),
    "stop.all": ("Keine Mails mehr schicken", "Send no more mails"),
    "stopped.title": ("Es kommen keine Mails mehr", "No more mails will come"),
    "stopped.lead": (
        "Die Adresse und alles, was zu ihr gehörte, ist gelöscht.",
        "The address and everything that belonged to it is deleted.",
    ),
    "gone.title": ("Zu diesem Link gehören keine Mails", "No mails belong to this link"),
    "gone.lead": (
        "Die Mails sind schon beendet, oder der Link ist unvollständig. Kommen doch noch Mails, dann nehmen Sie den "
        "Link aus der neuesten.",
        "The mails have ended already, or the link is incomplete. If mails still come, use the link in the newest "
        "one.",
    ),
    "expired.title": ("Dieser Link gilt nicht mehr", "This link is no longer valid"),
    "expired.lead": (
        "Er wurde schon benutzt, oder seit der Anfrage sind mehr als zwei Tage vergangen. Haben Sie schon bestätigt, "
        "dann ist alles in Ordnung. Sonst fragen Sie noch einmal.",
        "It was used already, or more than two days have passed since the request. If you have confirmed already, "
        "everything is fine. If not, ask once more.",
    ),
    "home": ("Zur Startseite", "To the home page"),
}


def mail_words(key: str, language: str, **values: object) -> str:
    """A text with its names filled; raises KeyError if there is none."""
    return WORDS[key][0 if language == "de" else 1].format(**values)
