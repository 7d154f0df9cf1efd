"""Explained words: what each phase, each schedule and each stage of a grant means.

Here: the sentences, by their anchors. Not here: figures and methods (explained_figures.py).
"""

from collections.abc import Mapping

from opendata.site.word_meanings import WordMeaning, meaning

PHASES: Mapping[str, WordMeaning] = {
    "phase-unknown": meaning(
        ("unbekannt", "Die Stadt nennt keinen Umsetzungsstand, oder ihr Wort dafür lässt sich keinem zuordnen."),
        ("unknown", "The city states no phase, or its word for it fits none."),
    ),
    "phase-not_started": meaning(
        ("nicht begonnen", "Die Maßnahme steht im Plan, und getan ist für sie noch nichts."),
        ("not started", "The measure is in the plan, and nothing has been done for it yet."),
    ),
    "phase-planning": meaning(
        ("in Planung", "Die Maßnahme wird vorbereitet: entworfen, beantragt, beschlossen oder ausgeschrieben."),
        ("in planning", "The measure is being prepared: designed, applied for, decided on or put out to tender."),
    ),
    "phase-implementation": meaning(
        ("in Umsetzung", "An der Maßnahme wird gebaut oder gearbeitet, und sie hat ein Ende."),
        ("in implementation", "The measure is being built or carried out, and it has an end."),
    ),
    "phase-ongoing": meaning(
        (
            "laufend",
            "Die Maßnahme ist eine Daueraufgabe: Sie wird getan und hat kein Ende, deshalb wird sie nie „fertig“.",
        ),
        ("ongoing", "The measure is a permanent task: it is being done and has no end, so it is never “finished”."),
    ),
    "phase-completed": meaning(
        ("abgeschlossen", "Die Stadt sagt, dass alles getan ist, was die Maßnahme vorsah."),
        ("completed", "The city says that everything is done that the measure was meant to do."),
    ),
    "phase-cancelled": meaning(
        ("eingestellt", "Die Stadt führt die Maßnahme nicht weiter, und fertig ist sie nicht."),
        ("cancelled", "The city does not carry on with the measure, and it is not finished."),
    ),
    "phase-merged": meaning(
        ("zusammengelegt", "Die Maßnahme geht in einer anderen weiter; sie selbst zählt nicht mehr."),
        ("merged", "The measure carries on as part of another one; it does not count by itself any more."),
    ),
}

SCHEDULES: Mapping[str, WordMeaning] = {
    "schedule-unknown": meaning(
        ("Zeitplan unbekannt", "Die Stadt sagt nicht, ob die Maßnahme im Plan liegt."),
        ("schedule unknown", "The city does not say whether the measure keeps to its plan."),
    ),
    "schedule-on_time": meaning(
        ("im Plan", "Die Stadt sagt, dass die Maßnahme ihren Zeitplan einhält."),
        ("on time", "The city says that the measure keeps to its schedule."),
    ),
    "schedule-late": meaning(
        ("verzögert", "Die Stadt sagt, dass die Maßnahme später fertig wird als geplant."),
        ("late", "The city says that the measure will be finished later than planned."),
    ),
    "schedule-postponed": meaning(
        ("verschoben", "Die Stadt hat die Maßnahme auf später gelegt, und jetzt geschieht für sie nichts."),
        ("postponed", "The city has put the measure off, and nothing is being done for it now."),
    ),
}

STAGES: Mapping[str, WordMeaning] = {
    "stage-applied": meaning(
        ("beantragt", "Der Antrag auf Förderung ist gestellt, und ein Bescheid ist noch nicht da."),
        ("applied for", "The application has been sent, and no decision has come yet."),
    ),
    "stage-approved": meaning(
        ("bewilligt", "Der Bescheid ist da: Die Stadt darf das Geld verwenden, bekommen hat sie es noch nicht."),
        ("approved", "The decision has come: the city may use the money, and has not received it yet."),
    ),
    "stage-paid": meaning(
        ("ausgezahlt", "Das Geld ist bei der Stadt; der Nachweis, wofür es verwendet wurde, steht noch aus."),
        ("paid out", "The city has the money; the proof of what it was used for is still to come."),
    ),
    "stage-proven": meaning(
        ("Verwendung nachgewiesen", "Die Stadt hat belegt, wofür sie das Geld verwendet hat."),
        ("use proven", "The city has shown what it used the money for."),
    ),
    "stage-repaid": meaning(
        ("zurückgezahlt", "Die Stadt hat das Geld zurückgegeben."),
        ("repaid", "The city has given the money back."),
    ),
    "stage-rejected": meaning(
        ("abgelehnt", "Der Antrag auf Förderung wurde abgelehnt."),
        ("rejected", "The application was turned down."),
    ),
}
