"""What the server itself has to say, where the application is not asked: problems (RFC 9457) as whole answers.

Here: the few that a connection can end with. Not here: the application's own problems (web/problem_answers.py).
"""

import json

from gunicorn.http.errors import ExpectationFailed, LimitRequestHeaders, LimitRequestLine, ParseException

RETRY_SECONDS = 5
_TITLES = {
    400: ("Bad Request", "bad-request", "The request breaks the rules of HTTP"),
    408: ("Request Timeout", "request-timeout", "The request did not arrive in time"),
    413: ("Content Too Large", "body-too-large", "The body is over the limit"),
    414: ("URI Too Long", "address-too-long", "The address is too long"),
    417: ("Expectation Failed", "bad-request", "The request expects what the service does not do"),
    431: ("Request Header Fields Too Large", "headers-too-large", "The headers of the request are over the limit"),
    503: ("Service Unavailable", "not-available", "Not available at the moment"),
}
_DETAILS = {
    400: "Write the request as RFC 9112 has it: its line and headers without other characters, and its body with its "
    "length, or in chunks that have one each and are not many thousands of few bytes",
    408: "Send the request again, over a faster connection; nothing was changed",
    413: "Send a smaller file, or split the table",
    414: "Shorten the address",
    417: "Send the request without the header Expect",
    431: "Send fewer and shorter headers",
    503: "Too many requests are waiting; ask again in a few seconds, nothing was changed",
}
# A coding of bodies that is not known would be 501, but that is the client's fault: 5xx tells of the service's own.
_OF_FAULTS: dict[type[ParseException], int] = {
    LimitRequestLine: 414,
    ExpectationFailed: 417,
    LimitRequestHeaders: 431,
}


def status_of_fault(fault: BaseException) -> int | None:
    """The status for a head that gunicorn's parser does not read; None where something else is wrong."""
    return _OF_FAULTS.get(type(fault), 400) if isinstance(fault, ParseException) else None


def short_answer(status: int) -> bytes:
    """A whole answer, after which the connection is closed."""
    reason, name, title = _TITLES[status]
    problem = {"type": f"/problems/{name}", "title": title, "status": status, "detail": _DETAILS[status]}
    body = json.dumps(problem).encode() + b"\n"
    retry = f"Retry-After: {RETRY_SECONDS}\r\n" if status == 503 else ""
    head = (
        f"HTTP/1.1 {status} {reason}\r\nServer: opendata\r\nConnection: close\r\nCache-Control: no-store\r\n{retry}"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
