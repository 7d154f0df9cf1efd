"""Words of the admin's page about people: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "people.title": ("Personen", "People"),
    "people.lead": (
        "Wer für {publisher} hochladen, veröffentlichen oder verwalten darf.",
        "Who may upload, publish or administer for {publisher}.",
    ),
    "people.members": ("Wer einen Zugang hat", "Who has an account"),
    "people.none": ("Noch niemand.", "Nobody yet."),
    "people.you": ("das sind Sie", "this is you"),
    "people.with_code": ("meldet sich mit Code an", "signs in with a code"),
    "people.change": ("Ändern …", "Change …"),
    "people.role": ("Rolle", "Role"),
    "people.role.do": ("Rolle speichern", "Save the role"),
    "people.role.done": ("Die Rolle von {email} ist geändert.", "The role of {email} is changed."),
    "people.password": ("Link für ein neues Passwort", "Link to a new password"),
    "people.codes_off": ("Codes ausschalten (Telefon verloren)", "Turn codes off (phone lost)"),
    "people.codes.done": ("{email} meldet sich jetzt ohne Code an.", "{email} now signs in without a code."),
    "people.remove": ("Entfernen", "Remove"),
    "people.remove.done": ("{email} ist entfernt.", "{email} is removed."),
    "people.remove.then": (
        "Wer entfernt ist, arbeitet nicht mehr für {publisher}. Sie können die Person später wieder einladen.",
        "Whoever is removed does not act for {publisher} any more. You can invite the person again later.",
    ),
    "people.invitations": ("Eingeladen", "Invited"),
    "people.invited.until": ("{role}, gilt bis {until}", "{role}, holds until {until}"),
    "people.withdraw": ("Zurückziehen", "Withdraw"),
    "people.withdraw.done": ("Die Einladung an {email} gilt nicht mehr.", "The invitation of {email} holds no more."),
    "people.invite": ("Jemanden einladen", "Invite somebody"),
    "people.invite.email": ("E-Mail-Adresse", "E-mail address"),
    "people.invite.there": ("Diese Person hat hier schon eine Rolle.", "This person has a role here already."),
    "people.invite.do": ("Einladen", "Invite"),
    "people.role.editor": ("lädt Tabellen hoch und bessert sie nach", "uploads tables and mends them"),
    "people.role.publisher": ("veröffentlicht außerdem", "also publishes"),
    "people.role.admin": (
        "verwaltet außerdem Personen, Zugänge für Programme und Datensätze",
        "also manages people, access for programs, and datasets",
    ),
    "invited.title": ("{email} ist eingeladen", "{email} is invited"),
    "invited.lead": (
        "Geben Sie diesen Link weiter. Er gilt sieben Tage und nur einmal, und er wird nur jetzt gezeigt.",
        "Hand over this link. It holds for seven days and only once, and is shown only now.",
    ),
    "invited.mailed": ("Wir haben ihn auch als Mail geschickt.", "We have also sent it by mail."),
    "invited.not_mailed": (
        "Die Mail ließ sich nicht verschicken; bitte geben Sie den Link selbst weiter.",
        "The mail could not be sent; please hand over the link yourself.",
    ),
    "invited.link": ("Link", "Link"),
    "invited.back": ("Zurück zu den Personen", "Back to people"),
    "password_link.title": ("Neues Passwort für {email}", "New password for {email}"),
    "password_link.lead": (
        "Geben Sie diesen Link an {email} weiter und an niemanden sonst. Er gilt 24 Stunden und nur einmal, "
        "und er wird nur jetzt gezeigt.",
        "Hand over this link to {email} and to nobody else. It holds for 24 hours and only once, and is shown "
        "only now.",
    ),
}
