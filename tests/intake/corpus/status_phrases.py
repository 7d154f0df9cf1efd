"""Statuses as offices write them, each with the code that is right, or "refused" where none is sure.

Here: the labelled phrases. Not here: the tests that read them (test_words.py).
"""

REFUSED = "refused"
PHRASES: dict[str, str] = {
    text.strip(): code
    for code, texts in {
        "not_started": """
            1 - geplant | a) geplant | bisher nicht begonnen | bislang noch nicht begonnen | geplant, nicht begonnen
            geplant | Geplant ab 2027 | geplant für Herbst 2026 | geplant (Haushalt 2027) | gepl.
            noch nicht begonnen | noch nicht umgesetzt (Personalmangel) | noch nicht gestartet | nicht begonnen.
            Maßnahme noch nicht begonnen | noch offen | offen (Stand 2024) | Stand 2024: offen
            vorgesehen für 2028 | vorgesehen 2026/27 | steht noch aus | Umsetzung geplant
            Umsetzung noch nicht begonnen | ausstehend | neu | Neue Maßnahme | Idee | beschlossen 2023
            beschlossen (Ratsbeschluss vom 12.05.2024) | soll umgesetzt werden | noch zu erledigen
            geplant – Amt 61 | geplant, Förderantrag gestellt | angedacht für 2029 | planned for 2027
            not yet started | pending | noch nicht angefangen | nicht gestartet (2024) | Start steht aus
            geplant bis Ende 2027 | geplant Q3/2026 | geplant (0 %) | • geplant | ► geplant | nur geplant
            nicht begonnen wegen Personalmangel | geplant 2090
        """,
        "planning": """
            in Planung | In Planung (Amt 66) | in Planung seit 2023 | derzeit in Planung | Planung läuft
            Planung begonnen | in Vorbereitung, Fördermittel beantragt | wird vorbereitet | wird geprüft
            in Prüfung (Rechtsamt) | in Abstimmung | Ausschreibung läuft | in Ausschreibung | Vergabe läuft
            i. Planung | in Plan. | in Vorb. | Konzept in Arbeit | noch in Planung | Vorplanung
            in der Planungsphase | in preparation
        """,
        "implementation": """
            in Umsetzung¹ | 2. in Umsetzung | Phase: Umsetzung | in Umsetzung 2024-2027 | fertig (fast) | 90% fertig
            in Umsetzung (50 %) | in Umsetzung seit 2022 | in Umsetzung bis 2027 | derzeit in Umsetzung
            wird derzeit umgesetzt | Umsetzung begonnen 03/2024 | Umsetzung hat begonnen | Umsetzung läuft
            Umsetzung seit 2023 | begonnen 2022 | begonnen (Mai 2023) | zu 80 % umgesetzt | ca. 50 % umgesetzt
            30% umgesetzt | zu 90 Prozent fertiggestellt | weitgehend abgeschlossen | überwiegend umgesetzt
            größtenteils erledigt | fast fertig | nahezu abgeschlossen | teilw. umgesetzt | z.T. umgesetzt
            zum Teil umgesetzt | umgesetzt (teilweise) | teilweise erledigt (2024) | in Bearb. | i. Bearb.
            in Bearbeitung – Amt 66 | in Bearbeitung, FB 3 | in Arbeit seit 2021 | im Bau | Bau läuft
            in Bau (1. Bauabschnitt) | angelaufen | gestartet am 01.04.2024 | gestartet 2023 | In Realisierung
            wird realisiert | wird bearbeitet | in der Umsetzung | Umsetzungsphase | inUmsetzung | IN UMSETZUNG!
            in Umsetzung (Stand: 31.12.2024) | Stand 12/2024: in Umsetzung | Status: in Umsetzung
            aktuell in Bearbeitung | under way | in progress since 2023 | partly implemented
            zu 50 % abgeschlossen | in Arbeit (siehe M 12) | Maßnahme wird umgesetzt | in Durchführung
            hälftig umgesetzt | in Umsetzung, fast fertig | kurz vor Abschluss | kurz vor Fertigstellung
            in Umsetzung durch SWK | nur teilweise umgesetzt | Umsetzung angelaufen | Start erfolgt
            im Bau befindlich
            in Umsetzung, Abschluss 2090 | nach wie vor in Umsetzung | in Umsetzung bis 2090
        """,
        "ongoing": """
            Daueraufgabe | Daueraufgabe (seit 2015) | läuft seit 2018 | laufend, jährlich
            fortlaufend seit 2012 | dauerhaft | läuft kontinuierlich | wird fortgeführt | laufende Maßnahme
            lfd. | kontinuierlich (Klimaschutzmanagement) | laufend bis 2030 | verstetigt 2022 | Dauermaßnahme
            jährlich | jährlich wiederkehrend (Herbst) | wiederkehrend
            ständig | läuft weiter | regelmäßig, zuletzt 2024
        """,
        "completed": """
            (3) abgeschlossen | abgeschlossen* | umgesetzt 2019-2022 | beendet (31.12.2023) | erl | abgeschlossen²
            erledigt | erl. | erl. 2023 | Erledigt! | erledigt (12/2024) | erledigt am 03.05.2024
            umgesetzt 2022 | umgesetzt. | umgesetzt (siehe Bericht) | vollständig umgesetzt | zu 100 % umgesetzt
            100 % umgesetzt | abgeschlossen | abgeschlossen im Juni 2023 | abgeschlossen (Mai 2022)
            Abgeschlossen Ende 2023 | abgeschl. (2021) | abgeschl. 2022 | Maßnahme abgeschlossen
            Maßnahme ist abgeschlossen | wurde umgesetzt | wurde 2023 abgeschlossen | fertig | bereits umgesetzt
            erfolgreich abgeschlossen | seit 2021 abgeschlossen | fertiggest. | realisiert 2020
            fertiggestellt 2024, Amt 65 | Umsetzung abgeschlossen | Stand 2024: abgeschlossen
            completed in 2023 | done | „abgeschlossen“ | durchgeführt am 12.9.2023 | in Betrieb seit 2022
            abgeschlossene Maßnahme | implemented 2022 | erledigt ✔ | ✔ erledigt | ✅ erledigt | umgesetzt ✓ 2023
            erledigt durch Dritte | umgesetzt vom Landkreis | erledigt von Amt 66 | umgesetzt gem. Bericht
            abgeschlossen durch Stadtwerke | Bau abgeschlossen | Bauarbeiten abgeschlossen (2024)
            Fertigstellung erfolgt | Inbetriebnahme erfolgt 2023 | eröffnet 2024 | errichtet | [x] umgesetzt
            umgesetzt (Evaluation 2090)
        """,
        "cancelled": """
            entfällt wegen hoher Kosten | abgelehnt durch den Stadtrat
            entfällt | entfällt (Beschluss 2023) | entfällt, siehe M 4 | entfällt siehe M4 | entfallen 2022
            gestrichen | verworfen (zu teuer) | wird nicht weiterverfolgt | wird nicht weiterverfolgt (2024)
            nicht weiterverfolgt | wird nicht umgesetzt | nicht umsetzbar | entfällt, da nicht umsetzbar
            abgebrochen 2023 | eingestellt | aufgegeben | abgelehnt (Stadtrat 2023) | abandoned | canceled 2022
            obsolet
        """,
        "merged": """
            zusammengelegt | in M 4 aufgegangen | aufgegangen in M 12 | zusammengelegt mit M 3
            integriert in M 7
        """,
        "unknown": """
            k.A. | kA | K.A. | k.  A. | keine Angaben | n.n. | N.N. | o. A. | n/a | N/A | -- | — | … | ???
            unklar | unbekannt | nicht bekannt | n. b. | k. A. (Amt 66)
        """,
        REFUSED: """
            begonnen, nicht abgeschlossen | wird ab 2027 umgesetzt | beendet bis 31.12.2026 | Umsetzung gescheitert
            nichtumgesetzt | un-geplant | n. umgesetzt | never started | to be completed | läuft an
            nicht abgeschlossen | noch nicht abgeschlossen | nicht umgesetzt | nicht fertig | nicht erledigt
            noch nicht erledigt (2024) | nicht geplant | nicht in Umsetzung | noch nicht in Umsetzung
            keine Umsetzung | ohne Umsetzung | nicht begonnen? | nicht vollständig umgesetzt
            noch nicht vollständig abgeschlossen | kaum umgesetzt | nie umgesetzt | nciht umgesetzt | ungeplant
            unerledigt | unvollständig | unfinished | incomplete | not implemented | not done
            not completed yet | Umsetzung: nein | abgeschlossen: nein | abgeschlossen (nicht vollständig)
            umgesetzt, aber nicht wirksam | verzögert | Verzögerung | verzögert sich | Umsetzung verzögert
            in Umsetzung (verzögert) | in Umsetzung, verzögert | zurückgestellt | zurückgest.
            zurückgestellt (2024) | vorerst zurückgestellt | verschoben | verschoben auf 2028
            Umsetzung verschoben auf 2027 | ruht | Projekt ruht | ruht derzeit | pausiert | pausiert seit 2023
            ausgesetzt | auf Eis gelegt | on hold | delayed | postponed to 2027 | im Zeitplan | planmäßig
            vertagt | unterbrochen | gestoppt | vorläufig gestoppt | in Planung/Umsetzung
            geplant / in Umsetzung | umgesetzt/laufend | geplant bzw. begonnen | Planung abgeschlossen
            Planung abgeschlossen, Umsetzung begonnen | geplant und in Umsetzung | laufend oder abgeschlossen
            in Planung → in Umsetzung | abgeschlossen, läuft weiter | wird abgeschlossen
            soll 2026 abgeschlossen werden | voraussichtlich abgeschlossen 2026 | abgeschlossen bis 2027
            bis 2027 abgeschlossen | Abschluss 2026 | 1. Bauabschnitt abgeschlossen
            abgeschlossen (1. Bauabschnitt) | abgeschlossen (bis auf Restarbeiten) | umgesetzt?
            abgeschlossen (?) | Umsetzung 2027 | Umsetzung ab 2027 | in Umsetzung ab 2027
            erledigt bis auf Abnahme | x | X | ✓ | ✔ | ☑ | ja | nein | Ja! | grün | gelb | rot | Grün | 3 | 2
            50 % | 100% | 0 % | 1,5 | 2024 | I | III | A | ●●○ | +++ | 🟢 | OK | Mittwoch | siehe Anlage | Amt 66
            in Amt 66 | Konzept liegt vor | Beschluss gefasst | teilweise geplant | zu 0 % umgesetzt
            0 % umgesetzt | erledigt? nein | soll erledigt werden | muss noch umgesetzt werden
            umgesetzt werden | befindet sich: in Planung | in Umsetzg. | laufend umgesetzt? nein, in Umsetzung
            zu 3/4 umgesetzt | umgesetzt 2090 | abgeschlossen (2090) | in Umsetzung 2090 | in Umsetzung (2090)
            Umsetzung erfolgt 2090 | vor Umsetzung | kurz vor Umsetzung | fast in Umsetzung | [ ] umgesetzt
            ( ) abgeschlossen | ☐ umgesetzt | ❌ umgesetzt | geplant (100 %) | läuft wie geplant | wie geplant
            derzeit nicht umsetzbar | zurzeit nicht umsetzbar | wird derzeit nicht weiterverfolgt | fertig ?
            erledigt durch Zeitablauf | erledigt durch Wegfall | Umsetzung durch Dritte | nicht von uns umgesetzt
            ✔ nicht umgesetzt | umgesetzt von 3 Teilprojekten
        """,
    }.items()
    for line in texts.strip().splitlines()
    for text in line.split("|")
}
