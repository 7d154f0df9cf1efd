"""What is said of the errors that HTTP itself has, such as an address with nothing at it, in both languages.

Here: one sentence for each. Not here: what each type of problem means and what to do (site/http_problem_texts.py).
"""

from werkzeug.exceptions import HTTPException

_DETAILS = {
    400: ("Diese Anfrage lässt sich nicht verstehen.", "This request cannot be understood."),
    404: ("Unter der Adresse {path} gibt es hier nichts.", "There is nothing at the address {path}."),
    405: (
        "Die Adresse {path} nimmt diese Methode nicht an; die Kopfzeile Allow nennt, was möglich ist.",
        "The address {path} does not take this method; the Allow header names those that it takes.",
    ),
    406: ("In dem verlangten Format gibt es das nicht.", "There is no such format of this."),
    412: (
        "Was unter der Adresse {path} steht, ist nicht das, wonach If-Match oder If-Unmodified-Since fragt.",
        "What stands at the address {path} is not what If-Match or If-Unmodified-Since asks for.",
    ),
    415: (
        "Diese Art von Inhalt nimmt die Adresse {path} nicht an; sie nimmt {limit}.",
        "The address {path} does not take a body of this media type; it takes {limit}.",
    ),
    416: ("Dieser Teil liegt hinter dem Ende der Datei.", "This part lies behind the end of the file."),
    429: (
        "Von Ihrer Adresse kamen zu viele Anfragen: erlaubt sind {limit}.",
        "Too many requests: {limit} are allowed.",
    ),
    500: (
        "Geändert wurde nichts. Das Protokoll des Betreibers sagt, was geschehen ist.",
        "Nothing was changed. The operator's log says what happened.",
    ),
    503: (
        "Bitte versuchen Sie es in einer Minute noch einmal; geändert wurde nichts.",
        "Ask again in a minute; nothing was changed.",
    ),
}

FORM_TOO_LARGE = (
    "Ein Formular darf höchstens 1000 Teile haben, und außer den Dateien höchstens 8 MiB.",
    "A form may have at most 1000 parts, and at most 8 MiB beside its files.",
)

FOREIGN_HOST = (
    "Unter dem Namen „{host}“ gibt es diesen Dienst nicht. Der Betreiber kann den Namen mit BASE_URL oder "
    "ALLOWED_HOSTS zulassen.",
    "There is no such service as '{host}' here. Its operator can allow the name, by BASE_URL or ALLOWED_HOSTS.",
)


def detail_of(error: HTTPException, path: str, language: str) -> str:
    """What is wrong with the request for a path, in "de" or "en"."""
    detail = _DETAILS.get(error.code or 500)
    if detail is None:
        return error.description or error.name
    return _in(language, detail).format(path=path, limit=error.description)


def too_large(limit_bytes: int | None, language: str) -> str:
    """What is said of a body that is over the limit; None: of a form whose parts are over theirs."""
    if limit_bytes is None:
        return _in(language, FORM_TOO_LARGE)
    return _in(
        language,
        (
            f"Der Inhalt darf höchstens {limit_bytes} Bytes haben; schicken Sie eine kleinere Datei, oder teilen Sie "
            "die Tabelle.",
            f"The body may have at most {limit_bytes} bytes; send a smaller file, or split the table",
        ),
    )


def foreign_host(host: str, language: str) -> str:
    """What is said to a request that calls the service by a name that is not its own."""
    return _in(language, FOREIGN_HOST).format(host=host)


def unavailable(language: str) -> str:
    """What is said while storage cannot be opened."""
    return _in(language, _DETAILS[503])


def _in(language: str, texts: tuple[str, str]) -> str:
    return texts[0] if language == "de" else texts[1]
