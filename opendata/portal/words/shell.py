"""Words of every page of the portal, and of its start page: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "portal": ("Bereich für Mitarbeitende", "Staff area"),
    "menu": ("Bereich für Mitarbeitende", "Staff area"),
    "menu.start": ("Übersicht", "Overview"),
    "menu.sign_out": ("Abmelden", "Sign out"),
    "error.title": ("Fehler", "Error"),
    "errors.heading": ("Bitte noch einmal ansehen", "Please look at this again"),
    "role.editor": ("Bearbeitung", "Editing"),
    "role.publisher": ("Veröffentlichung", "Publishing"),
    "role.admin": ("Verwaltung", "Administration"),
    "role.operator": ("Betrieb", "Operation"),
    "start.title": ("Übersicht", "Overview"),
    "start.hello": ("Sie sind angemeldet als {email}.", "You are signed in as {email}."),
    "start.publishers": ("Ihre Städte und Gemeinden", "Your cities"),
    "start.role": ("Ihre Rolle: {role}", "Your role: {role}"),
    "start.none": ("Hier gibt es noch keine Stadt oder Gemeinde.", "There is no city here yet."),
    "publisher.datasets": ("Datensätze", "Datasets"),
    "publisher.no_datasets": ("Hier gibt es noch keinen Datensatz.", "There is no dataset here yet."),
    "publisher.public_page": ("Öffentliche Seite", "Public page"),
    "dataset.nothing": ("Noch nichts veröffentlicht", "Nothing published yet"),
    "dataset.version": ("Version {number}", "Version {number}"),
    "form.expired": ("Dieses Formular gilt nicht mehr", "This form is no longer valid"),
    "form.expired.why": (
        "Es war zu lange offen, oder Sie haben sich inzwischen in einem anderen Fenster an- oder abgemeldet. "
        "Geändert wurde nichts.",
        "It was open for too long, or you have signed in or out in another window meanwhile. Nothing was changed.",
    ),
    "form.expired.do": (
        "Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.",
        "Go back, reload the page, and try again.",
    ),
}
