"""Texts of the pages that show where cities stand: home, a city, and progress from report to report.

Here: the texts, in German and in English. Not here: taking them (page_texts.py).
"""

from opendata.site.texts_by_language import Text

OVERVIEW_TEXTS: dict[str, Text] = {
    # What figures rest on
    "overview.counted": {"de": "Nach Anzahl", "en": "By number"},
    "overview.by": {"de": "Gewichtet: {label}", "en": "Weighted: {label}"},
    "overview.coverage": {"de": "Angabe bei {known} von {total}", "en": "Given for {known} of {total}"},
    "overview.thin": {
        "de": "Das ist weniger als die Hälfte; das Bild kann täuschen.",
        "en": "This is less than half; the picture may mislead.",
    },
    "overview.late": {"de": "offen und im Verzug", "en": "open and behind schedule"},
    "overview.late.of": {
        "de": "{stated} nach Angabe der Stadt; bei {passed} war die Frist verstrichen",
        "en": "{stated} by the city's own word; {passed} were past their deadline",
    },
    "overview.put_off": {"de": "nach hinten verschoben", "en": "put off"},
    "overview.as_of.old": {"de": "Stand {date}, vor {age}", "en": "As of {date}, {age} ago"},
    "overview.overdue": {"de": "Überfällig seit {date}.", "en": "Overdue since {date}."},
    "overview.overdue.why": {
        "de": "Bis dahin hätte nach dem eigenen Takt der Stadt ({rhythm}) der nächste Bericht stehen sollen.",
        "en": "By then, at the city's own pace ({rhythm}), the next report should have been there.",
    },
    "overview.overdue.short": {"de": "überfällig seit {date}", "en": "overdue since {date}"},
    "overview.status": {"de": "Wie weit es ist", "en": "How far it is"},
    "overview.status.nothing": {
        "de": "Die Stadt nennt keine Phasen. Was sie zu jedem Eintrag schreibt, steht in der Liste.",
        "en": "The city names no phases. What it writes about each entry is in the list.",
    },
    "overview.status.list": {"de": "Zur Liste", "en": "To the list"},
    "overview.schedule": {"de": "Im Zeitplan?", "en": "On schedule?"},
    "overview.schedule.all": {"de": "Alle, auch abgeschlossene", "en": "All, the completed ones too"},
    "overview.share": {"de": "Anteil", "en": "Share"},
    "overview.number": {"de": "Anzahl", "en": "Number"},
    "overview.groups": {"de": "Nach {label}", "en": "By {label}"},
    "overview.groups.late": {"de": "im Verzug", "en": "behind"},
    "overview.groups.others": {
        "de": "Weitere {count} stehen in der Tabelle zum Herunterladen.",
        "en": "{count} more are in the table to download.",
    },
    "overview.table": {"de": "Zahlen dieses Bildes als CSV", "en": "The figures of this picture as CSV"},
    "overview.changed": {"de": "Was sich zuletzt geändert hat", "en": "What changed last"},
    "overview.changed.lead": {
        "de": "Mit dem Bericht zum {date}, veröffentlicht am {published}.",
        "en": "With the report as of {date}, published on {published}.",
    },
    "overview.changed.first": {
        "de": "Dies ist der erste Bericht; geändert hat sich noch nichts.",
        "en": "This is the first report; nothing has changed yet.",
    },
    "overview.slipped": {"de": "Am weitesten nach hinten geschoben", "en": "Put off the most"},
    "overview.slipped.none": {
        "de": "Bisher wurde keine offene Frist nach hinten geschoben.",
        "en": "So far no open deadline has been put off.",
    },
    "overview.slipped.one_report": {
        "de": "Das zeigt sich vom zweiten Bericht an.",
        "en": "This shows from the second report on.",
    },
    "overview.slipped.first": {"de": "zuerst {date}", "en": "first {date}"},
    "overview.slipped.now": {"de": "jetzt {date}", "en": "now {date}"},
    "overview.slipped.by": {"de": "{duration} später", "en": "{duration} later"},
    "overview.slipped.moved": {"de": "{count}-mal verschoben", "en": "moved {count} times"},
    "overview.due": {"de": "Als Nächstes fällig", "en": "Due next"},
    "overview.due.none": {
        "de": "Von heute an nennt der Bericht keine offene Frist.",
        "en": "The report names no open deadline from today on.",
    },
    "overview.due.passed": {
        "de": "{count} offene Fristen sind seit dem Bericht verstrichen",
        "en": "{count} open deadlines have passed since the report",
    },
    "overview.due.passed.one": {
        "de": "Eine offene Frist ist seit dem Bericht verstrichen",
        "en": "One open deadline has passed since the report",
    },
    "overview.due.passed.why": {
        "de": "Ob sie eingehalten wurden, sagt erst der nächste Bericht.",
        "en": "Only the next report will say whether they were met.",
    },
    "overview.due.passed.first": {"de": "Die ersten {count}:", "en": "The first {count}:"},
    "overview.due.calendar": {"de": "Alle Fristen als Kalender", "en": "All deadlines as a calendar"},
    "overview.gone": {"de": "Nicht mehr im Plan", "en": "No longer in the plan"},
    "overview.gone.none": {
        "de": "Seit dem ersten Bericht ist nichts weggefallen.",
        "en": "Nothing has been taken out since the first report.",
    },
    "overview.gone.since": {"de": "seit Stand {date}", "en": "since {date}"},
    "overview.gone.silent": {"de": "Die Stadt nennt keinen Grund.", "en": "The city gives no reason."},
    "overview.gone.more": {"de": "Alle {count} ansehen", "en": "See all {count}"},
    "overview.follow": {"de": "Mitverfolgen und weiterverwenden", "en": "Follow and use"},
    "overview.rows": {"de": "Liste: {label} ({count})", "en": "List: {label} ({count})"},
    "overview.others": {"de": "Weitere Datensätze", "en": "More datasets"},
    # Progress
    "progress.title": {"de": "Von Bericht zu Bericht", "en": "From report to report"},
    "progress.lead": {
        "de": "Wie sich die Anteile verschoben haben, und was in jedem Bericht neu oder weggefallen ist. Die Länge "
        "der Balken zeigt, wie groß der Plan war.",
        "en": "How the shares moved, and what was new or gone in each report. The length of the bars shows how large "
        "the plan was.",
    },
    "progress.report": {"de": "Bericht", "en": "Report"},
    "progress.total": {"de": "gesamt", "en": "total"},
    "progress.added": {"de": "neu", "en": "added"},
    "progress.removed": {"de": "entfallen", "en": "gone"},
    "progress.one": {
        "de": "Es gibt erst einen Bericht. Mit dem nächsten zeigt sich hier, was sich bewegt.",
        "en": "There is only one report so far. With the next one, this shows what moves.",
    },
    "progress.all": {"de": "Alle Berichte nebeneinander", "en": "All reports beside each other"},
    "progress.at": {"de": "So stand es am {date}", "en": "As it stood on {date}"},
    "progress.newer": {
        "de": "Das ist ein früherer Bericht. Der neueste ist vom {date}.",
        "en": "This is an earlier report. The newest one is of {date}.",
    },
    "progress.steps": {"de": "Zu einem anderen Bericht", "en": "To another report"},
    "progress.moves": {"de": "Was dazukam und was wegfiel", "en": "What came and what went"},
    "progress.moves.none": {
        "de": "Von Bericht zu Bericht kam nichts dazu, und nichts fiel weg.",
        "en": "Nothing came and nothing went from report to report.",
    },
    "progress.figures": {"de": "Zahlen und Anteile als Tabelle", "en": "Numbers and shares as a table"},
    "progress.more": {"de": "und {count} weitere", "en": "and {count} more"},
    # Home
    "home.what": {
        "de": "Städte und Gemeinden veröffentlichen hier, was sie vorhaben und wie weit sie sind. Jeder Bericht "
        "bleibt unverändert erhalten: Sie sehen, was sich bewegt hat, was sich verschiebt und was weggefallen ist. "
        "Alles ist frei zu nutzen, ohne Anmeldung und ohne dass jemand mitliest.",
        "en": "Cities publish here what they plan and how far they are. Every report stays as it was: you see what "
        "has moved, what slips and what is gone. All of it is free to use, without signing in and without anyone "
        "watching.",
    },
    "home.since": {"de": "Seit Stand {date}:", "en": "Since {date}:"},
    "home.since.more": {"de": "{count} mehr {label}", "en": "{count} more {label}"},
    "home.since.fewer": {"de": "{count} weniger {label}", "en": "{count} fewer {label}"},
    "home.since.same": {"de": "gleich viele {label}", "en": "as many {label}"},
    "home.since.none": {"de": "nichts neu, nichts entfallen", "en": "nothing added, nothing gone"},
    "home.since.added": {"de": "{count} neu", "en": "{count} added"},
    "home.since.removed": {"de": "{count} entfallen", "en": "{count} gone"},
    "home.first": {"de": "Erster Bericht.", "en": "First report."},
    "home.topics": {"de": "Themen in allen Städten", "en": "Topics in all cities"},
    "home.topic": {"de": "Thema", "en": "Topic"},
    "topic.lead": {
        "de": "{total} Einträge aus {cities} Städten und Gemeinden, jede nach ihrem neuesten Bericht.",
        "en": "{total} entries of {cities} cities, each by its newest report.",
    },
    "topic.lead.one": {
        "de": "Einträge: {total}, aus einer Stadt oder Gemeinde nach ihrem neuesten Bericht.",
        "en": "Entries: {total}, of one city by its newest report.",
    },
    "topic.city": {"de": "Einträge: {total}", "en": "Entries: {total}"},
    "topic.more": {"de": "und {count} weitere in der Liste", "en": "and {count} more in the list"},
    "topic.due": {"de": "bis {date}", "en": "by {date}"},
    "search.title": {"de": "In allen Maßnahmen suchen", "en": "Search all measures"},
    "search.of": {"de": "Suche nach „{words}“", "en": "Search for “{words}”"},
    "search.label": {"de": "In allen Städten suchen", "en": "Search all cities"},
    "search.do": {"de": "Suchen", "en": "Search"},
    "search.hint": {
        "de": "Zum Beispiel Radverkehr, Wärmeplanung oder Solardach. Auch Teile von Wörtern werden gefunden.",
        "en": "Such as Radverkehr, Wärmeplanung or Solardach. Parts of words are found as well.",
    },
    "search.found": {"de": "{count} Einträge zu „{words}“", "en": "{count} entries for “{words}”"},
    "search.one": {"de": "1 Eintrag zu „{words}“", "en": "1 entry for “{words}”"},
    "search.none": {"de": "Nichts gefunden zu „{words}“", "en": "Nothing found for “{words}”"},
    "search.tips": {
        "de": "Versuchen Sie es mit einem kürzeren Wort, etwa „Rad“ statt „Radschnellverbindung“. Alle Wörter müssen "
        "vorkommen.",
        "en": "Try a shorter word, such as “Rad” for “Radschnellverbindung”. All words have to occur.",
    },
    "home.legend": {"de": "So sind die Balken zu lesen", "en": "How to read the bars"},
    "home.also": {"de": "Außerdem:", "en": "Also:"},
    "home.subscribe": {"de": "Auf dem Laufenden bleiben", "en": "Stay informed"},
    "home.subscribe.how": {
        "de": "Jede Stadt, jeder Datensatz und jede Maßnahme hat einen Feed, der jede Änderung in einem Satz meldet. "
        "Fristen gibt es als Kalender. Sie finden beides auf der jeweiligen Seite.",
        "en": "Every city, every dataset and every measure has a feed that tells of each change in one sentence. "
        "Deadlines are there as a calendar. You find both on the page in question.",
    },
}
