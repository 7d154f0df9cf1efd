"""Words of the admin's page about access for programs: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "tokens.title": ("Zugänge für Programme", "Access for programs"),
    "tokens.lead": (
        "Ein Programm, etwa Ihr Fachverfahren, lädt mit einem Token hoch, ohne dass sich jemand anmeldet.",
        "A program, such as your specialist application, uploads with a token, without anybody signing in.",
    ),
    "tokens.valid": ("Gültige Token", "Valid tokens"),
    "tokens.none": ("Noch keines.", "None yet."),
    "tokens.over": ("Token, die nicht mehr gelten", "Tokens that are valid no more"),
    "tokens.made": ("gemacht am {day}", "made on {day}"),
    "tokens.used": ("zuletzt benutzt {moment}", "last used {moment}"),
    "tokens.never": ("nie benutzt", "never used"),
    "tokens.until": ("gilt bis {day}", "valid until {day}"),
    "tokens.revoked": ("zurückgezogen am {day}", "revoked on {day}"),
    "tokens.revoke": ("Zurückziehen", "Revoke"),
    "tokens.revoke.done": ("„{name}“ gilt nicht mehr.", "'{name}' is valid no more."),
    "tokens.new": ("Neues Token", "New token"),
    "tokens.name": ("Wofür ist es?", "What is it for?"),
    "tokens.name.hint": (
        "Zum Beispiel „Fachverfahren Klima“; daran erkennen Sie es später wieder.",
        "Such as 'climate application'; you recognise it later by this.",
    ),
    "tokens.name.missing": ("fehlt, oder ist länger als 100 Zeichen", "is missing, or longer than 100 characters"),
    "tokens.sent_before": (
        "dieses Formular wurde schon einmal abgeschickt, und sein Token ist inzwischen zurückgezogen; jetzt macht es "
        "ein neues",
        "this form was sent before, and its token has been revoked since; this makes a new one",
    ),
    "tokens.scopes": ("Was darf es?", "What may it do?"),
    "tokens.scopes.missing": ("wählen Sie wenigstens eines", "choose one at least"),
    "tokens.scope.upload": ("hochladen und prüfen", "upload and check"),
    "tokens.scope.publish": ("veröffentlichen und zurückziehen", "publish and withdraw"),
    # Only a command gives it.
    "tokens.scope.admin": ("Regeln ändern und das Protokoll lesen", "change rules and read the log"),
    "tokens.last_day": ("Letzter Tag", "Last day"),
    "tokens.last_day.hint": (
        "Bleibt das Feld leer, gilt das Token, bis Sie es zurückziehen.",
        "If this is left empty, the token is valid until you revoke it.",
    ),
    "tokens.do": ("Token machen", "Make the token"),
    "token.title": ("Das Token für „{name}“", "The token for '{name}'"),
    "token.lead": (
        "Kopieren Sie es jetzt in Ihr Programm. Es wird nur dieses eine Mal gezeigt und ist wie ein Passwort.",
        "Copy it into your program now. It is shown this once, and is like a password.",
    ),
    "token.label": ("Token", "Token"),
    "token.curl": (
        "So lädt man damit eine Datei hoch, im Terminal:",
        "This uploads a file with it, in a terminal:",
    ),
    "token.back": ("Zurück zu den Zugängen", "Back to access for programs"),
    "menu.tokens": ("Zugänge für Programme", "Access for programs"),
}
