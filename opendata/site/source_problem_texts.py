"""Texts of the problems of addresses that datasets follow.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

SOURCE_WORDS: dict[str, dict[str, Words]] = {
    "source-not-found": both(
        (
            "Dieser Datensatz folgt keiner Adresse",
            "Für diesen Datensatz ist keine Adresse angegeben, von der er abgerufen wird; vielleicht hat sie jemand "
            "entfernt.",
            "Auf der Seite „Aus dem Netz abholen“ des Datensatzes lässt sich eine angeben.",
        ),
        (
            "This dataset follows no address",
            "No address is given from which this dataset is fetched; perhaps somebody has removed it.",
            "The page “Fetch from the web” of the dataset takes one.",
        ),
    ),
}
