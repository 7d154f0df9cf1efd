"""Words of the pages for signing in, of those behind links, and of forgotten passwords: German, English."""

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
        "E-Mail-Adresse und Passwort passen nicht zusammen. Achten Sie auf Groß- und Kleinschreibung und "
        "versuchen Sie es noch einmal.",
        "E-mail address and password do not match. Mind capital letters, and try again.",
    ),
    "login.slow": (
        "Das waren viele Versuche hintereinander. Bitte warten Sie {minutes} Min. und versuchen Sie es dann "
        "noch einmal; gesperrt ist nichts.",
        "These were many attempts in a row. Please wait for {minutes} min, then try again; nothing is locked.",
    ),
    "login.first": ("Bitte melden Sie sich an, dann geht es weiter.", "Please sign in to go on."),
    "login.kept": (
        "Ihre Sitzung war zu Ende. Melden Sie sich an; was Sie eingegeben haben, ist noch da.",
        "Your session had ended. Sign in; what you have typed is still there.",
    ),
    "kept.title": ("Weiter, wo Sie waren", "Go on where you were"),
    "kept.lead": (
        "Sie sind wieder angemeldet. Gesendet ist noch nichts; das hatten Sie eingegeben:",
        "You are signed in again. Nothing has been sent yet; this is what you had typed:",
    ),
    "kept.do": ("Jetzt absenden", "Send it now"),
    "kept.not": ("Doch nicht", "Rather not"),
    "login.signed_out": ("Sie sind abgemeldet.", "You are signed out."),
    "login.forgotten": ("Passwort vergessen?", "Forgotten your password?"),
    "login.openid": ("Mit {name} anmelden", "Sign in with {name}"),
    "login.or": ("oder mit Passwort", "or with a password"),
    "openid.again": (
        "Die Anmeldung bei {name} hat zu lange gedauert oder lief in einem anderen Fenster. Bitte versuchen "
        "Sie es noch einmal.",
        "Signing in with {name} took too long, or happened in another window. Please try again.",
    ),
    "openid.refused": (
        "Die Anmeldung bei {name} wurde abgebrochen oder abgelehnt.",
        "Signing in with {name} was cancelled or refused.",
    ),
    "openid.failed": (
        "{name} antwortet nicht so, wie es soll. Bitte versuchen Sie es später noch einmal oder sagen Sie dem "
        "Betreiber Bescheid.",
        "{name} does not answer as it should. Please try again later, or tell the operator.",
    ),
    "openid.unknown": (
        "{name} kennt Sie, aber hier haben Sie noch keinen Zugang. Bitten Sie die Person, die bei Ihnen die "
        "Zugänge verwaltet, um eine Einladung an die E-Mail-Adresse, die Sie dort haben.",
        "{name} knows you, but you have no account here yet. Ask whoever manages the people of your office for "
        "an invitation to the e-mail address that you have there.",
    ),
    "openid.not_anew": (
        "{name} hat Sie nicht neu angemeldet, oder sagt nicht, wann Sie sich dort angemeldet haben. Geändert wurde "
        "nichts. Bitte sagen Sie dem Betreiber Bescheid.",
        "{name} did not have you sign in anew, or does not say when you signed in there. Nothing was changed. Please "
        "tell the operator.",
    ),
    "proof.title": ("Bitte bestätigen Sie", "Please confirm"),
    "proof.why": (
        "Wir fragen noch einmal, wer Sie sind, damit das niemand an Ihrer Stelle tut, der an einem offenen "
        "Bildschirm vorbeikommt. Danach fragen wir eine Viertelstunde lang nicht mehr.",
        "We ask once more who you are, so that nobody who comes by an open screen does this in your place. Then we "
        "do not ask again for a quarter of an hour.",
    ),
    "proof.nothing_yet": ("Geändert ist noch nichts.", "Nothing has been changed yet."),
    "proof.password": ("Ihr Passwort", "Your password"),
    "proof.do": ("Bestätigen", "Confirm"),
    "proof.openid": ("Noch einmal mit {name} anmelden", "Sign in with {name} once more"),
    "proof.invite": ("Sie laden {email} ein.", "You are inviting {email}."),
    "proof.role": ("Sie ändern die Rolle von {email}.", "You are changing the role of {email}."),
    "proof.remove": ("Sie entfernen {email}.", "You are removing {email}."),
    "proof.password_link": (
        "Sie machen einen Link, mit dem sich für {email} ein neues Passwort wählen lässt.",
        "You are making a link by which a new password can be chosen for {email}.",
    ),
    "proof.codes_off": (
        "Sie schalten für {email} das Anmelden mit Code aus.",
        "You are turning off signing in with a code for {email}.",
    ),
    "proof.token": (
        "Sie machen das Token „{name}“, mit dem ein Programm veröffentlichen darf.",
        "You are making the token “{name}”, with which a program may publish.",
    ),
    "login.not_encrypted": (
        "Diese Verbindung ist nicht verschlüsselt: Andere könnten Ihr Passwort mitlesen. Bitte sagen Sie dem "
        "Betreiber Bescheid.",
        "This connection is not encrypted: others could read your password. Please tell the operator.",
    ),
    "code.title": ("Code eingeben", "Enter the code"),
    "code.lead": (
        "Öffnen Sie auf Ihrem Telefon die App für Codes, und geben Sie den Code ein, der dort jetzt steht.",
        "Open the app for codes on your phone, and enter the code that it shows now.",
    ),
    "code.label": ("Code", "Code"),
    "code.hint": (
        "Sechs Ziffern. Haben Sie Ihr Telefon nicht dabei, geht auch einer Ihrer Wiederherstellungs-Codes.",
        "Six digits. If you do not have your phone with you, one of your recovery codes works too.",
    ),
    "code.neither": (
        "Haben Sie weder das Telefon noch einen Wiederherstellungs-Code, dann bitten Sie die Person, die bei Ihnen "
        "die Zugänge verwaltet, die Codes für Sie auszuschalten.",
        "If you have neither the phone nor a recovery code, ask whoever manages the people of your office to turn "
        "the codes off for you.",
    ),
    "code.wrong": (
        "Dieser Code gilt nicht, oder er wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie "
        "es noch einmal.",
        "This code is not valid, or was used already. Wait for the next one, and try again.",
    ),
    "code.slow": (
        "Das waren zu viele falsche Codes. Warten Sie {minutes} Min., oder nehmen Sie einen Ihrer "
        "Wiederherstellungs-Codes: Der gilt sofort. Haben Sie die falschen Codes nicht selbst eingegeben, dann kennt "
        "jemand Ihr Passwort; wählen Sie in diesem Fall ein neues.",
        "These were too many wrong codes. Wait for {minutes} min, or use one of your recovery codes, which hold at "
        "once. If it was not you who entered the wrong codes, somebody knows your password; then choose a new one.",
    ),
    "code.do": ("Weiter", "Go on"),
    "code.other": ("Mit einem anderen Zugang anmelden", "Sign in as somebody else"),
    "joined.done": ("Willkommen! Sie gehören jetzt zu {publisher}.", "Welcome! You now act for {publisher}."),
    "invitation.title": ("Einladung zu {publisher}", "Invitation to {publisher}"),
    "invitation.lead": (
        "{by} hat Sie eingeladen, hier für {publisher} zu arbeiten.",
        "{by} has invited you to act for {publisher} here.",
    ),
    "invitation.by_command": ("Der Betreiber", "The operator"),
    "invitation.role": ("Ihre Rolle: {role}.", "Your role: {role}."),
    "invitation.email": ("Sie melden sich an mit", "You sign in with"),
    "invitation.has_access": (
        "Sie haben hier schon einen Zugang. {publisher} kommt dazu; Ihr Passwort bleibt, wie es ist.",
        "You have an account here already. {publisher} is added to it; your password stays as it is.",
    ),
    "invitation.do": ("Zugang einrichten", "Set up the account"),
    "invitation.accept": ("Annehmen", "Accept"),
    "password.new": ("Neues Passwort", "New password"),
    "password.choose": ("Passwort", "Password"),
    "password.hint": (
        "Mindestens 12 Zeichen. Gut sind ein paar Wörter hintereinander, die nur Ihnen zusammen einfallen; "
        "Ziffern und Sonderzeichen sind nicht nötig.",
        "At least 12 characters. A few words that only you would put together are good; digits and special "
        "characters are not needed.",
    ),
    "password.show": ("Zeigen", "Show"),
    "password.strength.missing": ("Noch mindestens {missing} Zeichen.", "At least {missing} more characters."),
    "password.strength.refused": (
        "Wird nicht genommen: Das probieren Angreifer zuerst.",
        "Is not taken: attackers try this first.",
    ),
    "password.strength.own_name": (
        "Wird nicht genommen: Es besteht aus Ihrer eigenen Adresse.",
        "Is not taken: it consists of your own address.",
    ),
    "password.strength.weak": (
        "Schwach: Es wird genommen, ist aber leicht zu erraten. Hängen Sie noch ein Wort an.",
        "Weak: it is taken, but easy to guess. Add another word.",
    ),
    "password.strength.good": ("Gut.", "Good."),
    "password.strength.strong": ("Sehr gut.", "Very good."),
    "password.again": ("Passwort noch einmal", "Password once more"),
    "password.differs": (
        "Das ist nicht dasselbe wie darüber. Tippen Sie beide noch einmal.",
        "This differs from the one above. Type both again.",
    ),
    "new_password.title": ("Neues Passwort wählen", "Choose a new password"),
    "new_password.lead": (
        "Für den Zugang {email}. Danach sind Sie überall abgemeldet und melden sich mit dem neuen Passwort an.",
        "For the account of {email}. Afterwards you are signed out everywhere, and sign in with the new password.",
    ),
    "new_password.do": ("Passwort speichern", "Save the password"),
    "new_password.done": (
        "Das neue Passwort gilt. Bitte melden Sie sich damit an.",
        "The new password holds. Please sign in with it.",
    ),
    "forgotten.title": ("Passwort vergessen", "Forgotten password"),
    "forgotten.lead": (
        "Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.",
        "We send you a link by which you choose a new password.",
    ),
    "forgotten.do": ("Link schicken", "Send the link"),
    "forgotten.done": (
        "Wenn es zu {email} einen Zugang gibt, ist in ein paar Minuten eine Mail mit einem Link da. Er gilt "
        "zwei Stunden. Sehen Sie auch im Spam-Ordner nach.",
        "If there is an account for {email}, a mail with a link arrives in a few minutes. It holds for two hours. "
        "Please look into the spam folder as well.",
    ),
    "forgotten.no_mail": (
        "Dieser Dienst verschickt keine Mails. Bitten Sie die Person, die bei Ihnen die Zugänge verwaltet, um "
        "einen Link für ein neues Passwort.",
        "This service sends no mails. Ask whoever manages the people of your office for a link to a new password.",
    ),
    "forgotten.back": ("Zurück zum Anmelden", "Back to signing in"),
}
