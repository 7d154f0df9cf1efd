"""Words of the mails that the portal sends: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "mail.invitation.subject": ("Einladung zu {publisher}", "Invitation to {publisher}"),
    "mail.invitation.text": (
        "Guten Tag,\n\n{by} hat Sie eingeladen, für {publisher} zu arbeiten ({role}).\n\nMit diesem Link "
        "richten Sie Ihren Zugang ein; er gilt sieben Tage und nur einmal:\n\n{address}\n\nErwarten Sie keine "
        "Einladung, dann löschen Sie diese Mail einfach.\n",
        "Hello,\n\n{by} has invited you to act for {publisher} ({role}).\n\nSet up your account by this link; "
        "it holds for seven days and only once:\n\n{address}\n\nIf you expect no invitation, simply delete "
        "this mail.\n",
    ),
    "mail.password.subject": ("Neues Passwort wählen", "Choose a new password"),
    "mail.password.text": (
        "Guten Tag,\n\nfür Ihren Zugang wurde ein neues Passwort gewünscht. Mit diesem Link wählen Sie es; er "
        "gilt zwei Stunden und nur einmal:\n\n{address}\n\nWaren Sie das nicht, dann löschen Sie diese Mail "
        "einfach: Ihr Passwort bleibt, wie es ist.\n",
        "Hello,\n\na new password was asked for, for your account. Choose it by this link; it holds for two "
        "hours and only once:\n\n{address}\n\nIf that was not you, simply delete this mail: your password "
        "stays as it is.\n",
    ),
}
