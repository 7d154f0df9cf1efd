"""Words of climate plans that say the same in other letters, so that measures are found alike which share no letters.

Here: short forms and words for the same thing, folded as word_parts.py folds them. Not here: anything about grammar.
"""

from collections.abc import Mapping, Sequence

_SAME = {
    "pv": "photovoltaik",
    "fotovoltaik": "photovoltaik",
    "solar": "photovoltaik solar",
    "solaranlagen": "photovoltaik solar anlagen",
    "solarenergie": "photovoltaik solar energie",
    "solarparks": "photovoltaik solar parks",
    "daecher": "daecher dachflaechen gebaeude",
    "kwk": "kraft waerme kopplung",
    "fw": "fernwaerme",
    "biogas": "biogas biomasse",
    "biogaserzeugung": "biogas biomasse",
    "biogasnutzung": "biogas biomasse",
    "intracting": "contracting",
    "oepnv": "oeffentlicher nahverkehr",
    "spnv": "schiene nahverkehr",
    "tram": "strassenbahn nahverkehr",
    "bus": "bus nahverkehr",
    "miv": "autoverkehr",
    "kfz": "auto",
    "pkw": "auto",
    "rad": "radverkehr fahrrad",
    "bmm": "betriebliches mobilitaetsmanagement",
    "parkplaetze": "parkplaetze stellplaetze",
    "parkplaetzen": "parkplaetze stellplaetze",
    "kmu": "unternehmen",
    "ghd": "gewerbe unternehmen",
    "staedt": "staedtische",
    "staedtischen": "staedtische",
    "kommunalen": "kommunale staedtische",
}
SAME_WORDS: Mapping[str, Sequence[str]] = {word: others.split() for word, others in _SAME.items()}
