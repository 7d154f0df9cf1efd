"""Access for programs: tokens are made and revoked by admins, and work as the page says."""

import shlex

from tests.portal.browsing import browser
from tests.portal.conftest import Portal

ADMIN, TOKENS = "admin@musterstadt.example", "/portal/musterstadt/tokens"


def test_a_token_is_shown_once_works_as_the_line_for_curl_says_and_ends_at_once(portal: Portal):
    visitor = browser(portal).sign_in(ADMIN).get(TOKENS)
    form, about = visitor.root, {"name": "Fachverfahren", "until": "2026-12-31"}
    visitor.send_twice("Token machen", **about)
    (token,) = visitor.all("//input[@readonly]/@value")
    line = shlex.split(visitor.all("//pre/code")[0].replace("\\ ", " "))
    path = line[-1].removeprefix("http://localhost")
    header = {"Authorization": f"Bearer {token}"}

    assert f"Authorization: Bearer {token}" in line
    assert path == "/api/v1/publishers/musterstadt/datasets/plaene/uploads"
    assert portal.client.get(path, headers=header).status_code == 200
    visitor.get(TOKENS)
    assert token not in visitor.text and "gilt bis 31.12.2026" in visitor.text
    assert visitor.send("Zurückziehen (Fachverfahren)").all("//*[@role='status']") == [
        "„Fachverfahren“ gilt nicht mehr."
    ]
    assert portal.client.get(path, headers=header).status_code == 401
    log = visitor.get("/portal/musterstadt/log").all("//tbody/tr/td[3]")
    made = "hat das Token „Fachverfahren“ gemacht"
    assert log[:2] == ["hat das Token „Fachverfahren“ zurückgezogen", made] and log.count(made) == 1
    visitor.root = form  # sent once more, as a browser offers it after going back: what was revoked stays revoked
    assert (visitor.send("Token machen", **about).status, len(visitor.all("//*[@role='alert']"))) == (409, 1)
    assert portal.client.get(path, headers=header).status_code == 401
    visitor.root = form
    other = visitor.send("Token machen", **about | {"name": "Anderes"}).all("//input[@readonly]/@value")
    assert other and other != [token]


def test_what_is_missing_is_said_at_its_field(portal: Portal):
    visitor = browser(portal).sign_in(ADMIN).get(TOKENS).send("Token machen", name=" ", until="2020-01-01")

    assert visitor.status == 422
    assert visitor.all("//*[@role='alert']//a/@href") == ["#name", "#until"]
    assert portal.done("tokens", "list", "musterstadt") == ""


def test_nobody_but_an_admin_of_the_publisher_makes_or_revokes_a_token(portal: Portal):
    portal.done("tokens", "add", "musterstadt", "--name", "alt")
    for email in ("publisher@musterstadt.example", "admin@leerdorf.example"):
        visitor = browser(portal).sign_in(email)
        data = {"csrf_token": visitor.all("//input[@name='csrf_token']/@value")[0], "name": "x", "token": "1"}
        for path in (TOKENS, f"{TOKENS}/revoke"):
            assert visitor.client.post(path, data={**data, "scopes": "upload"}).status_code == 403, path
    # Nor does the page of another publisher end a token that is not its own.
    visitor.client.post("/portal/leerdorf/tokens/revoke", data=data)
    assert "revoked" not in portal.done("tokens", "list", "musterstadt")
