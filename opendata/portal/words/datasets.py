"""Words of the pages of datasets, and of what is to be done next: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "back": ("Zurück", "Back"),
    "back_to_dataset": ("Zum Datensatz", "To the dataset"),
    "choose": ("Bitte wählen", "Please choose"),
    "as_of": ("Stand {day}", "As of {day}"),
    "at_least": ("mindestens ", "at least "),
    "at_least.first": ("Mindestens ", "At least "),
    "pages.above": ("Seiten", "Pages"),
    "pages.below": ("Seiten, noch einmal", "Pages, once more"),
    "pages.previous": ("Vorige Seite", "Previous page"),
    "pages.next": ("Nächste Seite", "Next page"),
    "pages.of": ("Seite {number} von {last}", "Page {number} of {last}"),
    "room.title": ("Speicherplatz", "Storage space"),
    "room.used": ("{used} sind belegt.", "{used} are used."),
    "room.used_of": ("{used} von {most} sind belegt.", "{used} of {most} are used."),
    "room.counts": (
        "Hochgeladene Dateien, Entwürfe und veröffentlichte Versionen zählen zusammen.",
        "Uploaded files, drafts and published versions count together.",
    ),
    "room.nearly_full": ("Der Speicherplatz geht zu Ende.", "There is little storage space left."),
    "room.what_to_do": (
        "Ist er aufgebraucht, werden keine Tabellen mehr angenommen; veröffentlichen und löschen können Sie "
        "weiterhin. Löschen Sie Entwürfe, die niemand mehr braucht, oder bitten Sie den Betrieb um mehr "
        "Speicherplatz.",
        "When it is used up, no more tables are taken; you can still publish and delete. Delete drafts that nobody "
        "needs any more, or ask the operator for more storage space.",
    ),
    "dataset.version_of": ("Version {number}, Stand {day}", "Version {number}, as of {day}"),
    "dataset.now": ("Veröffentlicht", "Published"),
    "dataset.kind": ("Art der Daten", "Kind of data"),
    "dataset.licence": ("Lizenz", "Licence"),
    "dataset.rhythm": ("Wie oft berichtet wird", "How often it is reported"),
    "dataset.homepage": ("Seite der Stadt zum Thema", "The city’s page on the subject"),
    "dataset.email": ("E-Mail für Fragen", "E-mail address for questions"),
    "dataset.waiting": ("Noch nicht veröffentlicht", "Not published yet"),
    "dataset.waiting.part": ("Entwürfe {first} bis {last} von {total}.", "Drafts {first} to {last} of {total}."),
    "dataset.waiting.newer": ("Neuere Entwürfe", "Newer drafts"),
    "dataset.waiting.older": ("Ältere Entwürfe", "Older drafts"),
    "dataset.nothing_waits": ("Hier wartet nichts.", "Nothing waits here."),
    "dataset.sent_at": ("Hochgeladen am {at}", "Uploaded on {at}"),
    "dataset.versions": ("Veröffentlichte Versionen", "Published versions"),
    "dataset.versions.older": (
        "Frühere Versionen auf der öffentlichen Seite: {count}",
        "Earlier versions, on the public page: {count}",
    ),
    "dataset.number": ("Version", "Version"),
    "dataset.as_of": ("Stand der Zahlen", "Figures as of"),
    "dataset.published_at": ("Veröffentlicht am", "Published on"),
    "dataset.changes": ("Änderungen", "Changes"),
    "dataset.acts": ("Aktion", "Action"),
    "dataset.mapped": ("So werden Ihre Tabellen gelesen", "How your tables are read"),
    "dataset.mapped.lead": (
        "Diese Zuordnung wurde bei der letzten Veröffentlichung benutzt und gilt auch für die nächste Tabelle. "
        "Ändern können Sie sie hier, oder nach dem Hochladen unter „Spalten zuordnen“.",
        "This mapping was used for the last publication, and holds for the next table too. You can change it here, "
        "or after uploading, under “Map columns”.",
    ),
    "dataset.done.added": (
        "Der Datensatz ist angelegt. Laden Sie jetzt die erste Tabelle hoch.",
        "The dataset is there. Now upload the first table.",
    ),
    "dataset.done.deleted": (
        "Der Entwurf und die hochgeladenen Dateien sind gelöscht.",
        "The draft and the uploaded files are deleted.",
    ),
    "dataset.done.withdrawn": (
        "Die Version ist zurückgezogen; der Grund steht öffentlich dabei.",
        "The version is withdrawn; the reason stands beside it in public.",
    ),
    "changes.short": (
        "{added} neu, {changed} geändert, {removed} entfallen",
        "{added} added, {changed} changed, {removed} removed",
    ),
    "changes.added": ("Neu", "Added"),
    "changes.changed": ("Geändert", "Changed"),
    "changes.removed": ("Entfallen", "Removed"),
    "version.withdrawn": ("Zurückgezogen", "Withdrawn"),
    "step.begin": (
        "Legen Sie den ersten Datensatz an, zum Beispiel Ihre Klimaschutzmaßnahmen.",
        "Add the first dataset, such as your climate measures.",
    ),
    "step.first": ("Laden Sie die erste Tabelle hoch.", "Upload the first table."),
    "dataset.sent_more": ("und {count} weitere", "and {count} more"),
    "step.processing": ("Die Tabelle zum {day} wird gerade geprüft.", "The table as of {day} is being checked."),
    "step.mend": (
        "Tabelle zum {day}: {count} Stellen sind noch zu verbessern.",
        "Table as of {day}: {count} places need mending.",
    ),
    "step.mend.one": (
        "Tabelle zum {day}: Eine Stelle ist noch zu verbessern.",
        "Table as of {day}: one place needs mending.",
    ),
    "step.answer": (
        "Tabelle zum {day}: {count} Fragen sind offen.",
        "Table as of {day}: {count} questions are open.",
    ),
    "step.answer.one": ("Tabelle zum {day}: Eine Frage ist offen.", "Table as of {day}: one question is open."),
    "step.publish": (
        "Tabelle zum {day}: Ansehen, was öffentlich wird, und veröffentlichen.",
        "Table as of {day}: see what will become public, and publish.",
    ),
    "step.due.days.one": (
        "Ihr Bericht zum {day} ist seit einem Tag überfällig.",
        "Your report as of {day} is one day overdue.",
    ),
    "step.due.days": (
        "Ihr Bericht zum {day} ist seit {count} Tagen überfällig.",
        "Your report as of {day} is {count} days overdue.",
    ),
    "step.due.months": (
        "Ihr Bericht zum {day} ist seit {count} Monaten überfällig.",
        "Your report as of {day} is {count} months overdue.",
    ),
    "step.due.years": (
        "Ihr Bericht zum {day} ist seit {count} Jahren überfällig.",
        "Your report as of {day} is {count} years overdue.",
    ),
    "start.datasets": ("Ihre veröffentlichten Daten", "Your published data"),
    "start.last": (
        "Version {number}, Stand {day}, veröffentlicht am {at}",
        "Version {number}, as of {day}, published on {at}",
    ),
    "reads": ("In den letzten {days} Tagen {count}-mal abgerufen.", "Read {count} times in the last {days} days."),
    "reads.one": ("In den letzten {days} Tagen einmal abgerufen.", "Read once in the last {days} days."),
    "reads.none": ("In den letzten {days} Tagen nicht abgerufen.", "Not read in the last {days} days."),
    "reads.how": (
        "Gezählt werden Abrufe von Seiten, Dateien und Feeds je Tag, auch die von Programmen. Über die Lesenden wird "
        "nichts gespeichert.",
        "Requests for pages, files and feeds are counted by day, those of programs too. Nothing is kept about "
        "readers.",
    ),
    "start.todo": ("Das steht an", "What to do next"),
    "start.nothing": ("Gerade ist nichts zu tun.", "Nothing is to be done at the moment."),
    "start.more": ("{count} weitere Aufgaben", "{count} more things to do"),
    "start.more.one": ("Eine weitere Aufgabe", "One more thing to do"),
    "start.not_all": (
        "Hier stehen die ersten {shown} Ihrer {total} Datensätze; alle finden Sie auf den Seiten unten.",
        "These are the first {shown} of your {total} datasets; you find all of them on the pages below.",
    ),
    "new_dataset.title": ("Einen Datensatz anlegen", "Add a dataset"),
    "new_dataset.do": ("Datensatz anlegen", "Add dataset"),
    "new_dataset.more": ("Weitere Angaben (freiwillig)", "More about it (optional)"),
    "new_dataset.public": (
        "Bis Sie eine Tabelle veröffentlichen, steht auf der öffentlichen Seite nur der Titel.",
        "Until you publish a table, the public page shows the title alone.",
    ),
    "new_dataset.name": ("Titel", "Title"),
    "new_dataset.name.hint": (
        "So heißt der Datensatz auf der öffentlichen Seite, zum Beispiel „Klimaschutzmaßnahmen“.",
        "Its name on the public page, such as “Climate measures”.",
    ),
    "new_dataset.licence.hint": (
        "Unter welchen Bedingungen andere die Daten benutzen dürfen. Üblich ist „Datenlizenz Deutschland – "
        "Namensnennung“. Sie können die Lizenz später ändern.",
        "On what terms others may use the data. “Datenlizenz Deutschland – Namensnennung” is usual. You can change "
        "the licence later.",
    ),
    "new_dataset.rhythm.hint": (
        "In diesem Takt erinnert Sie die Übersicht an den nächsten Bericht.",
        "At this pace the overview reminds you of the next report.",
    ),
    "new_dataset.rhythm.none": ("Ohne festen Rhythmus", "No fixed rhythm"),
    "settings.title": ("Angaben zum Datensatz", "About the dataset"),
    "settings.do": ("Angaben speichern", "Save these entries"),
    "settings.change": ("Angaben ändern", "Change these entries"),
    "settings.changed_meanwhile": (
        "Diese Angaben wurden inzwischen von jemand anderem oder in einem anderen Fenster geändert; gespeichert "
        "wurde nichts. Unten steht, was Sie eingetragen hatten. Prüfen Sie es und speichern Sie noch einmal.",
        "These entries were changed by somebody else, or in another window, meanwhile; nothing was saved. Below "
        "stands what you had entered. Check it and save it once more.",
    ),
    "settings.done": ("Ihre Angaben sind gespeichert und öffentlich.", "Your entries are saved and public."),
    "settings.lead": (
        "Was Sie hier ändern, steht sofort auf der öffentlichen Seite. Versionen, die schon veröffentlicht sind, "
        "bleiben, wie sie sind.",
        "What you change here stands on the public page at once. Versions that are published stay as they are.",
    ),
    "settings.homepage": ("Seite der Stadt zum Thema (freiwillig)", "The city’s page on the subject (optional)"),
    "settings.homepage.hint": (
        "Wo Bürgerinnen und Bürger mehr dazu lesen, zum Beispiel https://www.stadt.example/klima.",
        "Where citizens read more about it, such as https://www.city.example/climate.",
    ),
    "settings.email": ("E-Mail für Fragen (freiwillig)", "E-mail address for questions (optional)"),
    "settings.email.hint": (
        "Die Adresse ist öffentlich. Nehmen Sie die des Amtes und nicht die einer Person.",
        "The address is public. Take that of the office, and not that of a person.",
    ),
    "new_dataset.address": ("Name in der Adresse (freiwillig)", "Name in the address (optional)"),
    "new_dataset.address.hint": (
        "Zum Beispiel „klima“ für /{publisher}/klima. Wenn Sie nichts schreiben, wird er aus dem Titel gemacht. "
        "Ändern lässt er sich später nicht mehr.",
        "Such as “climate” for /{publisher}/climate. If you leave it empty, it is made of the title. It cannot "
        "be changed later.",
    ),
}
