"""Words that are no surnames though they are written like ones: what is named after persons, offices, common nouns.

Here: the words and what they exclude. Not here: names of persons (person_names.py).
"""

# What is named after somebody: a name before one of these words is that of a street, a school or a firm.
_NAMED_ENDINGS = tuple(
    """
    straße strasse bahn platz plätze allee gasse schule schulen gymnasium kolleg kirche kapelle brücke halle stadion
    siedlung stiftung institut universität akademie bibliothek bücherei theater museum kindergarten krankenhaus
    klinik klinikum hospital brunnen denkmal kaserne flughafen bahnhof haltestelle tunnel quartier viertel
    seniorenheim pflegeheim kinderdorf wettbewerb festspiele festival plattform lastenrad
    altenheim gemeindehaus bürgerhaus jugendhaus autohaus kaufhaus preis werft brauerei
    bäckerei metzgerei apotheke verlag gruppe sporthalle turnhalle
    """.split()
)
_NAMED_WORDS = frozenset(
    """
    str weg ring damm ufer kai hof haus heim bad tor turm park garten wald hain wiese steg saal arena hütte hafen
    markt kita hort stift lauf tag pokal schacht grube see teich höhe berg land archiv zentrum gemeinde pfarrei
    verein gmbh ag kg ohg eg gbr ug mbh mbb se ev co cie partner söhne sohn gebrüder gebr fa firma nachf inc ltd
    llc bau elektro reisen transporte immobilien ingenieure architekten consulting holding solar dach sanitär
    heizung
    """.split()
)
_BEFORE_NAMES = frozenset("sankt st heilig heilige heiligen fa firma gebrüder gebr brauerei autohaus kita".split())
# Offices and other bodies, and the endings of nouns: none of them is a surname.
_COMMON_ENDINGS = tuple(
    """
    amt ämter behörde verwaltung werke betrieb betriebe bereich dezernat referat abteilung stelle agentur kammer
    verband bündnis management büro beirat ausschuss gesellschaft genossenschaft ministerium zentrale beauftragte
    beauftragter partner partnerin planung förderung ung ungen heit keit schaft schaften tion tionen ität itäten
    ismus anlage anlagen konzept projekt programm leistung verkehr energie strom wärme schutz fläche flächen
    gebäude netz fonds wagen pumpe pumpen innen
    """.split()
)
_COMMON = frozenset(
    """
    ober normalverbraucher motor science valley motoren klimabär projekt lastenrad plattform
    amt stadt kreis landkreis land bund gemeinde stadtteil ortsteil dorf bezirk region rat team projekt verein abt
    sg fb frau frauen herr herren mann männer kind kinder bürger mensch menschen familie person personen gäste
    leute eltern jahr jahre monat woche tag stand ziel ziele wert werte anzahl betrag temperatur preis kosten maß
    zugang hilfe haus häuser schule kirche bus busse bahn rad räder auto autos baum bäume moor wiesen januar
    februar märz april juni juli august september oktober november dezember montag dienstag mittwoch donnerstag
    samstag holle oetker tod teufel not lage welt meer klima wasser luft boden natur umwelt und oder mit für der
    die das universität hochschule kommune nord süd ost west mitte untere obere externe freie neue alte große
    kleine umzug abend nacht morgen uhr teil phase los abschnitt version entwurf wohnbau extern intern mobil
    koordination kontakt leitung
    """.split()
)


def is_named_after(word: str) -> bool:
    """Whether a word stands for something that bears a person's name, such as a street or a firm."""
    last = word.rpartition("-")[2].lower()
    return last in _NAMED_WORDS or last.endswith(_NAMED_ENDINGS)


def comes_before_names(word: str) -> bool:
    """Whether a name that follows the word is that of a saint, a firm or a school, not of a person of today."""
    return word.lower() in _BEFORE_NAMES or word.lower().endswith(
        ("schule", "stiftung", "haus", "gymnasium", "kirche", "kapelle", "pfarrei", "zentrum")
    )


def is_common(word: str) -> bool:
    """Whether a capitalised word is an office or another noun rather than a surname."""
    last = word.rpartition("-")[2].lower()
    return last in _COMMON or word.lower() in _COMMON or last.endswith(_COMMON_ENDINGS)
