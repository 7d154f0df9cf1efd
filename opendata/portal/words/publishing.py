"""Words of the pages for publishing and withdrawing: German, English."""

WORDS: dict[str, tuple[str, str]] = {
    "preview.title": ("Was öffentlich wird", "What will become public"),
    "preview.jump": ("Weiter zum Veröffentlichen", "On to publishing"),
    "preview.jump.questions": ("Zum Ende der Seite", "To the end of the page"),
    "preview.number": ("Neue Version", "New version"),
    "preview.before": ("Bisher", "Before"),
    "preview.first": ("noch nichts", "nothing yet"),
    "preview.same": ("Es gibt nichts Neues zu veröffentlichen.", "There is nothing new to publish."),
    "preview.same.lead": (
        "Die Tabelle sagt dasselbe wie die Version {number}, die veröffentlicht ist.",
        "The table says the same as version {number}, which is published.",
    ),
    "preview.moved": (
        "Inzwischen hat sich etwas geändert; veröffentlicht wurde nichts.",
        "Something has changed meanwhile; nothing was published.",
    ),
    "preview.moved.lead": (
        "Jemand hat eine andere Version veröffentlicht oder diesen Entwurf neu zugeordnet. Unten steht, was "
        "sich jetzt gegenüber der geltenden Version {number} ändern würde. Bitte sehen Sie es sich noch einmal an.",
        "Somebody published another version or mapped this draft anew. Below stands what would change now "
        "compared with version {number}, which holds. Please look at it again.",
    ),
    "preview.missing": (
        "Bitte beantworten Sie noch die offenen Fragen; veröffentlicht wurde nichts.",
        "Please answer the open questions; nothing was published.",
    ),
    "preview.late": ("Dieser Entwurf ist überholt", "This draft has been overtaken"),
    "preview.late.do": (
        "Eine Version mit späterem Stand ist schon veröffentlicht. Laden Sie die Tabelle mit einem späteren "
        "Stand noch einmal hoch, oder löschen Sie den Entwurf.",
        "A version of a later date is published already. Upload the table again with a later date, or delete "
        "the draft.",
    ),
    "preview.sentences": ("Diese Meldungen gehen hinaus", "These messages will go out"),
    "preview.sentences.lead": (
        "So steht es auf der öffentlichen Seite, im Feed und bei allen, die ihn abonniert haben.",
        "This is what the public page and the feed say, and what everybody who follows it reads.",
    ),
    "preview.each": ("{count} Meldungen zu einzelnen Einträgen", "{count} messages on single entries"),
    "preview.each.one": ("Eine Meldung zu einem einzelnen Eintrag", "One message on a single entry"),
    "preview.more": ("und {count} weitere", "and {count} more"),
    "preview.inside": ("Diese Spalten bleiben intern", "These columns stay internal"),
    "preview.inside.none": (
        "Alle Spalten mit einer Überschrift werden veröffentlicht.",
        "All columns with a header are published.",
    ),
    "preview.row": ("So wird die öffentliche Seite aussehen", "How the public page will look"),
    "preview.row.note": ("Vorschau, noch nicht öffentlich.", "Preview, not public yet."),
    "preview.row.lead": (
        "So sieht die Seite nach dem Veröffentlichen aus; ihre Links führen noch nirgends hin.",
        "This is the page after publishing; its links lead nowhere yet.",
    ),
    "preview.row.back": ("Zurück zur Vorschau", "Back to the preview"),
    "preview.changes": ("Alle Änderungen im Einzelnen", "Every change"),
    "change.added": ("neu", "added"),
    "change.changed": ("geändert", "changed"),
    "change.removed": ("entfällt", "removed"),
    "change.field": ("Feld", "Field"),
    "change.before": ("Bisher", "Before"),
    "change.after": ("Jetzt", "Now"),
    "change.value": ("Angabe", "Value"),
    "publish.title": ("Veröffentlichen", "Publish"),
    "publish.lead": (
        "Version {number} ist danach für alle zu sehen. Eine veröffentlichte Version kann nicht geändert, aber "
        "mit einem öffentlichen Grund zurückgezogen werden.",
        "Version {number} can then be seen by everybody. A published version cannot be changed, but it can be "
        "withdrawn with a public reason.",
    ),
    "publish.do": ("Version {number} veröffentlichen", "Publish version {number}"),
    "publish.not_yours": (
        "Veröffentlichen können Kolleginnen und Kollegen mit der Rolle „Veröffentlichung“. Der Entwurf ist "
        "gespeichert und steht in deren Übersicht.",
        "Colleagues with the role “Publishing” can publish. The draft is kept and stands in their overview.",
    ),
    "published.title": ("Version {number} ist veröffentlicht", "Version {number} is published"),
    "published.told": ("Geschafft. Das ist hinausgegangen:", "Done. This went out:"),
    "published.where": ("Hier ist es zu sehen", "Where it can be seen"),
    "published.page": ("Öffentliche Seite des Datensatzes", "Public page of the dataset"),
    "published.version": ("Seite der Version {number}", "Page of version {number}"),
    "published.feed": ("Feed mit den Meldungen", "Feed with the messages"),
    "published.package": ("Alles als Data Package (ZIP)", "All of it as a Data Package (ZIP)"),
    "published.wrong": (
        "Ist doch etwas falsch? Laden Sie eine verbesserte Tabelle hoch, oder ziehen Sie die Version zurück.",
        "Is something wrong after all? Upload a mended table, or withdraw the version.",
    ),
    "withdraw.title": ("Version {number} zurückziehen", "Withdraw version {number}"),
    "withdraw.do": ("Version zurückziehen", "Withdraw the version"),
    "withdraw.lead": (
        "Die Angaben dieser Version sind danach nicht mehr abrufbar. Dass es sie gab und warum sie "
        "zurückgezogen ist, bleibt öffentlich. Rückgängig machen lässt sich das nicht.",
        "The figures of this version can then no longer be read. That it existed, and why it was withdrawn, "
        "stays public. This cannot be undone.",
    ),
    "withdraw.goes": ("Das verschwindet", "What goes"),
    "withdraw.rows": ("Umfang", "Size"),
    "withdraw.rows.count": ("{count} Einträge mit allen Angaben", "{count} entries with all figures"),
    "withdraw.rows.count.one": ("Ein Eintrag mit allen Angaben", "One entry with all figures"),
    "withdraw.then": (
        "Danach gilt wieder Version {number} mit dem Stand {day}.",
        "Version {number}, as of {day}, holds again then.",
    ),
    "withdraw.then.nothing": (
        "Danach ist von diesem Datensatz nichts mehr veröffentlicht.",
        "Nothing of this dataset is published any more then.",
    ),
    "withdraw.sentence": (
        "Diese Meldung geht hinaus, mit Ihrem Grund am Ende. Wer die Daten schon geladen hat, behält sie:",
        "This message will go out, with your reason at its end. Whoever has the data already keeps it:",
    ),
    "withdraw.old": ("Es ist nicht die Version, die jetzt gilt.", "It is not the version that holds now."),
    "withdraw.reason": ("Grund", "Reason"),
    "withdraw.reason.hint": (
        "Er ist öffentlich, zum Beispiel: „Enthielt versehentlich Namen von Privatpersonen.“",
        "It is public, such as: “Held names of private persons by mistake.”",
    ),
    "withdraw.sure": ("Ja, ich will diese Version zurückziehen.", "Yes, I want to withdraw this version."),
}
