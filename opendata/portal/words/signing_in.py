"""Words of the pages for signing in: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "login.title": ("Anmelden", "Sign in"),
    "login.lead": (
        "Hier laden Mitarbeitende der Städte und Gemeinden ihre Tabellen hoch und veröffentlichen sie.",
        "This is where the staff of cities upload their tables and publish them.",
    ),
    "login.email": ("E-Mail-Adresse", "E-mail address"),
    "login.password": ("Passwort", "Password"),
    "login.do": ("Anmelden", "Sign in"),
    "login.wrong": (
        "E-Mail-Adresse und Passwort passen nicht zusammen. Achten Sie auf Groß- und Kleinschreibung und versuchen "
        "Sie es noch einmal.",
        "E-mail address and password do not match. Mind capital letters, and try again.",
    ),
    "login.slow": (
        "Das waren viele Versuche hintereinander. Bitte warten Sie {minutes} Min. und versuchen Sie es dann noch "
        "einmal; gesperrt ist nichts.",
        "These were many attempts in a row. Please wait for {minutes} min, then try again; nothing is locked.",
    ),
    "login.first": ("Bitte melden Sie sich an, dann geht es weiter.", "Please sign in to go on."),
    "login.signed_out": ("Sie sind abgemeldet.", "You are signed out."),
}
