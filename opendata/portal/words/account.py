"""Words of the pages about one's own access: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "account.title": ("Mein Zugang", "My account"),
    "account.roles": ("Ihre Rollen", "Your roles"),
    "account.roles.none": (
        "Sie haben zurzeit keine Rolle. Bitten Sie die Person, die bei Ihnen die Zugänge verwaltet, um eine "
        "Einladung.",
        "You have no role at present. Ask whoever manages the people of your office for an invitation.",
    ),
    "account.operator": (
        "Sie betreiben diesen Dienst und dürfen alles.",
        "You operate this service and may do everything.",
    ),
    "account.news": ("Was sich an Ihrem Zugang geändert hat", "What changed about your account"),
    "account.news.new": ("Neues zu Ihrem Zugang", "News of your account"),
    "account.news.mailed": (
        "Das sagen wir Ihnen auch per Mail an {email}.",
        "We tell you this by mail to {email} as well.",
    ),
    "account.news.here": (
        "Dieser Dienst verschickt keine Mails; Neues steht auch auf der Übersicht.",
        "This service sends no mails; the overview tells you what is new as well.",
    ),
    "account.news.unknown": (
        "Wissen Sie von einer Änderung nichts? Dann ändern Sie unten auf dieser Seite Ihr Passwort; damit sind auch "
        "alle anderen Geräte abgemeldet.",
        "Do you know nothing of one of these changes? Then change your password at the end of this page, which also "
        "signs out all other devices.",
    ),
    "account.news.unknown_elsewhere": (
        "Wissen Sie von einer Änderung nichts? Dann melden Sie unten alle anderen Geräte ab, und sagen Sie es gleich "
        "der Person, die bei Ihnen die Zugänge verwaltet.",
        "Do you know nothing of one of these changes? Then sign out everywhere else below, and tell whoever manages "
        "the people of your office at once.",
    ),
    "account.news.look": ("Unter „Mein Zugang“ ansehen", "Look at it on “My account”"),
    "account.news.older": ("{count} frühere Änderungen", "{count} earlier changes"),
    "account.news.older.one": ("{count} frühere Änderung", "{count} earlier change"),
    "account.news.none": (
        "In den letzten drei Monaten hat sich nichts geändert.",
        "Nothing has changed in the last three months.",
    ),
    "account.news.mark": ("neu", "new"),
    "account.password": ("Passwort ändern", "Change the password"),
    "account.password.then": (
        "Danach sind Sie auf allen anderen Geräten abgemeldet.",
        "Afterwards you are signed out on all other devices.",
    ),
    "account.password.current": ("Bisheriges Passwort", "Present password"),
    "account.password.wrong": ("Das ist nicht Ihr Passwort.", "This is not your password."),
    "account.password.slow": (
        "Es wurde zu oft falsch eingegeben und diesmal nicht geprüft. Versuchen Sie es in zehn Minuten noch einmal.",
        "It was wrong too often, and was not tried this time. Try again in ten minutes.",
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
        "With an app on your phone that shows codes, nobody who only knows the password can use your account.",
    ),
    "account.codes.is_on": (
        "Eingeschaltet. Übrige Wiederherstellungs-Codes: {left}.",
        "Turned on. Recovery codes left: {left}.",
    ),
    "account.codes.is_off": ("Ausgeschaltet.", "Turned off."),
    "account.codes.fresh": (
        "Haben Sie ein neues Telefon, oder sind nur noch wenige Wiederherstellungs-Codes übrig? Dann richten Sie das "
        "Anmelden mit Code neu ein: Sie bekommen zehn neue, und die alten gelten nicht mehr.",
        "Do you have a new phone, or are few recovery codes left? Then set up signing in with a code anew: you get "
        "ten new ones, and the old ones do not hold any more.",
    ),
    "account.codes.on": ("Einschalten …", "Turn on …"),
    "account.codes.again": ("Neu einrichten …", "Set up anew …"),
    "account.codes.off": ("Ausschalten", "Turn off"),
    "account.codes.off_done": (
        "Beim Anmelden wird kein Code mehr verlangt.",
        "No code is asked for any more when you sign in.",
    ),
    "account.codes.title": ("Anmelden mit Code einschalten", "Turn on signing in with a code"),
    "account.codes.title_again": ("Anmelden mit Code neu einrichten", "Set up signing in with a code anew"),
    "account.codes.replaces": (
        "Sobald Sie fertig sind, gelten die Codes des bisherigen Telefons und die bisherigen "
        "Wiederherstellungs-Codes nicht mehr.",
        "As soon as you are done, the codes of the present phone and the present recovery codes do not hold any "
        "more.",
    ),
    "account.codes.open_app": (
        "Den Schlüssel auf diesem Gerät in einer App öffnen",
        "Open the key in an app on this device",
    ),
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
    "account.codes.prove_again": (
        "Geben Sie den Code ein, den die App jetzt zeigt. Erst danach gilt, was Sie neu eingerichtet haben.",
        "Enter the code that the app shows now. Only after that does what you have set up hold.",
    ),
    "account.codes.do": ("Einschalten", "Turn on"),
    "account.codes.do_again": ("Neu einrichten", "Set up anew"),
    "account.codes.cancel": ("Doch nicht", "Rather not"),
    "recovery.title": ("Ihre Wiederherstellungs-Codes", "Your recovery codes"),
    "recovery.lead": (
        "Das Anmelden mit Code ist eingeschaltet, und auf allen anderen Geräten sind Sie abgemeldet. Bewahren Sie "
        "diese Codes auf, am besten ausgedruckt: Wenn das Telefon weg ist, kommen Sie mit jedem davon einmal "
        "hinein. Sie werden nur jetzt gezeigt.",
        "Signing in with a code is turned on, and you are signed out on all other devices. Keep these codes, printed "
        "for instance: if the phone is gone, each of them lets you in once. They are shown only now.",
    ),
    "recovery.done": ("Ich habe sie aufbewahrt", "I have kept them"),
    "account.sessions": ("Geräte, auf denen Sie angemeldet sind", "Devices on which you are signed in"),
    "account.sessions.unknown": ("unbekanntes Gerät", "unknown device"),
    "account.sessions.this": ("dieses Gerät", "this device"),
    "account.sessions.times": ("angemeldet {begun}, zuletzt benutzt {seen}", "signed in {begun}, last used {seen}"),
    "account.sessions.more": ("{count} weitere Geräte", "{count} more devices"),
    "account.sessions.more.one": ("{count} weiteres Gerät", "{count} more device"),
    "account.sessions.end": ("Gerät abmelden", "Sign this device out"),
    "account.sessions.end_all": ("Überall sonst abmelden", "Sign out everywhere else"),
    "account.sessions.ended_one": ("Das Gerät ist abgemeldet.", "The device is signed out."),
    "account.sessions.ended_all": ("Sie sind überall sonst abgemeldet.", "You are signed out everywhere else."),
}
