"""Words of the pages about one's own access: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "account.title": ("Mein Zugang", "My access"),
    "account.roles": ("Ihre Rollen", "Your roles"),
    "account.operator": ("Sie betreiben diesen Dienst und dürfen alles.", "You operate this service and may do all."),
    "account.news": ("Was sich an Ihrem Zugang geändert hat", "What changed about your account"),
    "account.news.new": ("Neues zu Ihrem Zugang", "News of your account"),
    "account.news.mailed": (
        "Das sagen wir Ihnen auch per Mail an {email}. Wissen Sie von etwas nichts, dann wählen Sie ein neues "
        "Passwort und melden alle anderen Geräte ab.",
        "We tell you this by mail to {email} as well. If there is something that you know nothing of, choose a new "
        "password, and sign out all other devices.",
    ),
    "account.news.here": (
        "Dieser Dienst verschickt keine Mails; Neues steht auch auf der Übersicht. Wissen Sie von etwas nichts, dann "
        "wählen Sie ein neues Passwort und melden alle anderen Geräte ab.",
        "This service sends no mails; what is new stands on the overview, too. If there is something that you know "
        "nothing of, choose a new password, and sign out all other devices.",
    ),
    "account.news.older": ("Älteres", "What was before"),
    "account.news.none": ("In den letzten drei Monaten nichts.", "Nothing in the last three months."),
    "account.news.mark": ("neu", "new"),
    "account.password": ("Passwort ändern", "Change the password"),
    "account.password.current": ("Bisheriges Passwort", "Present password"),
    "account.password.wrong": ("ist nicht Ihr Passwort", "is not your password"),
    "account.password.slow": (
        "wurde zu oft falsch eingegeben und diesmal nicht geprüft; versuchen Sie es in zehn Minuten noch einmal",
        "was wrong too often, and was not tried this time; try again in ten minutes",
    ),
    "account.password.do": ("Passwort ändern", "Change the password"),
    "account.password.done": (
        "Ihr neues Passwort gilt. Auf anderen Geräten sind Sie abgemeldet.",
        "Your new password holds. You are signed out on other devices.",
    ),
    "account.codes": ("Anmelden mit Code", "Signing in with a code"),
    "account.codes.why": (
        "Mit einer App auf dem Telefon, die Codes anzeigt, kommt niemand in Ihren Zugang, der nur das "
        "Passwort kennt.",
        "With an app on your phone that shows codes, nobody who only knows the password can use your access.",
    ),
    "account.codes.is_on": (
        "Eingeschaltet. Übrige Wiederherstellungs-Codes: {left}.",
        "Turned on. Recovery codes left: {left}.",
    ),
    "account.codes.is_off": ("Ausgeschaltet.", "Turned off."),
    "account.codes.on": ("Einschalten …", "Turn on …"),
    "account.codes.again": ("Mit neuem Telefon einrichten …", "Set up with a new phone …"),
    "account.codes.off": ("Ausschalten", "Turn off"),
    "account.codes.off_done": (
        "Beim Anmelden wird kein Code mehr verlangt.",
        "No code is asked for any more when you sign in.",
    ),
    "account.codes.title": ("Anmelden mit Code einschalten", "Turn on signing in with a code"),
    "account.codes.scan": (
        "Öffnen Sie eine App für Einmal-Codes auf dem Telefon (etwa FreeOTP, Aegis oder den Authenticator von "
        "Google oder Microsoft) und lassen Sie sie dieses Bild lesen.",
        "Open an app for one-time codes on your phone (such as FreeOTP, Aegis, or the authenticator of Google "
        "or Microsoft), and let it read this picture.",
    ),
    "account.codes.type": ("Oder geben Sie in der App diesen Schlüssel ein:", "Or type this key into the app:"),
    "account.codes.prove": (
        "Geben Sie den Code ein, den die App jetzt zeigt. Erst danach wird er beim Anmelden verlangt.",
        "Enter the code that the app shows now. Only after that is it asked for when you sign in.",
    ),
    "account.codes.do": ("Einschalten", "Turn on"),
    "account.codes.cancel": ("Doch nicht", "Rather not"),
    "recovery.title": ("Ihre Wiederherstellungs-Codes", "Your recovery codes"),
    "recovery.lead": (
        "Das Anmelden mit Code ist eingeschaltet. Bewahren Sie diese Codes auf, am besten ausgedruckt: Wenn "
        "das Telefon weg ist, kommen Sie mit jedem davon einmal hinein. Sie werden nur jetzt gezeigt.",
        "Signing in with a code is turned on. Keep these codes, printed for instance: if the phone is gone, "
        "each of them lets you in once. They are shown only now.",
    ),
    "recovery.done": ("Ich habe sie aufbewahrt", "I have kept them"),
    "account.sessions": ("Angemeldet auf", "Signed in on"),
    "account.sessions.unknown": ("unbekanntes Gerät", "unknown device"),
    "account.sessions.this": ("dieses Gerät", "this device"),
    "account.sessions.times": ("angemeldet {begun}, zuletzt benutzt {seen}", "signed in {begun}, last used {seen}"),
    "account.sessions.end": ("Gerät abmelden", "Sign this device out"),
    "account.sessions.end_all": ("Überall sonst abmelden", "Sign out everywhere else"),
    "account.sessions.ended_one": ("Das Gerät ist abgemeldet.", "The device is signed out."),
    "account.sessions.ended_all": ("Sie sind überall sonst abgemeldet.", "You are signed out everywhere else."),
}
