"""Texts of the card to embed, of pictures to share, and of what the city page says about both.

Here: words. Not here: the other texts of pages (page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

SHARE_TEXTS: Mapping[str, Text] = {
    "embed.title": {"de": "{name}: wo die Maßnahmen stehen", "en": "{name}: where the measures stand"},
    "embed.section": {"de": "Einbetten und teilen", "en": "Embed and share"},
    "embed.how": {
        "de": "Diese Karte zeigt auf jeder Website den neuesten Stand. Sie lädt nichts von anderen Seiten und "
        "setzt keine Cookies. Zum Einbetten diese Zeile in die Seite einfügen:",
        "en": "This card shows the latest state on any website. It loads nothing from other sites and sets no "
        "cookies. To embed it, paste this line into the page:",
    },
    "embed.card": {"de": "Die Karte ansehen", "en": "See the card"},
    "embed.picture": {"de": "Bild zum Teilen (PNG)", "en": "Picture to share (PNG)"},
    "embed.more": {"de": "Mehr auf {service}", "en": "More on {service}"},
    "embed.nothing": {
        "de": "Die Stadt nennt keine Phasen; was sie zu jeder Maßnahme schreibt, steht in der Liste.",
        "en": "The city names no phases; what it writes about each measure is in the list.",
    },
    "embed.none": {
        "de": "Diese Stadt hat noch keinen Bericht über Maßnahmen veröffentlicht.",
        "en": "This city has published no report on measures yet.",
    },
    "share.rows": {"de": "{count} {label}, Stand {date}", "en": "{count} {label}, as of {date}"},
    "share.unknown": {"de": "Umsetzungsstand nicht angegeben", "en": "No phases are stated"},
    "share.none": {"de": "Noch nichts veröffentlicht", "en": "Nothing published yet"},
    "share.datasets": {"de": "{count} Datensätze", "en": "{count} datasets"},
    "share.dataset": {"de": "Ein Datensatz", "en": "One dataset"},
    "share.as_of": {"de": "Stand {date}", "en": "As of {date}"},
    "share.alt.publisher": {
        "de": "{name}: wo die Maßnahmen stehen, als Balken mit Zahlen",
        "en": "{name}: where the measures stand, as a bar with figures",
    },
    "share.alt.row": {"de": "Wo dieser Eintrag steht, als Bild", "en": "Where this entry stands, as a picture"},
}
