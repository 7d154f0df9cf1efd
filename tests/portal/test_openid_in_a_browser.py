"""Signing in through OpenID Connect in a real browser: an invited person comes in, whoever is not known does not.

Each page of ours is looked at by axe, wide and narrow. Not here: what is proven and asked (test_openid.py).
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bench.server import environment, free_port, running
from tests.accessibility import WIDE
from tests.forked_programs import start_program
from tests.portal.openid_provider import openid_provider
from tests.portal.test_in_a_browser import LookTwice
from tests.service import command

pytestmark = pytest.mark.needs("chromium")
INVITED = "neu@musterstadt.example"
PEOPLE = {
    "neu": {"email": INVITED, "email_verified": True},
    "fremd": {"email": "fremd@anderswo.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose people sign in at a provider, and which has invited one of them."""
    folder = tmp_path_factory.mktemp("openid")
    with openid_provider(PEOPLE, folder / "log") as issuer:
        env = {
            **environment(folder / "data", free_port()),
            **{"WEB_CONCURRENCY": "1", "OIDC_ISSUER": issuer, "OIDC_NAME": "Stadt-Login"},
            **{"OIDC_CLIENT_ID": "opendata", "OIDC_CLIENT_SECRET": "geheim"},
        }
        command(env, "publishers", "add", "musterstadt", "--name", "Musterstadt")
        command(env, "users", "invite", INVITED, "--publisher", "musterstadt", "--role", "editor")
        with running(env, start=start_program) as url:
            yield url


def at_provider(chromium: Browser, address: str) -> LookTwice:
    """A browser of somebody's own, which the page for signing in has led to the provider."""
    context = chromium.new_context(viewport=WIDE, locale="de")
    # The provider's own pages ask for a style sheet elsewhere, which is none of our business.
    context.route("https://**", lambda route: route.abort())
    look = LookTwice(context.new_page())
    look.page.goto(f"{address}/portal/")
    look.at("Anmelden")
    look.page.get_by_role("link", name="Mit Stadt-Login anmelden").click()
    look.page.get_by_role("heading", level=1, name="Authorize Client").wait_for()
    return look


def authorize(look: LookTwice, person: str) -> None:
    """Say at the provider who one is."""
    look.page.fill("[name=sub]", person)
    look.page.get_by_role("button", name="Authorize").click()


def test_an_invited_person_comes_in_and_out_again(chromium: Browser, address: str):
    look = at_provider(chromium, address)
    authorize(look, "neu")
    look.at("Übersicht")
    assert "Musterstadt" in look.page.inner_text("main")
    look.press("Abmelden")
    look.page.goto(f"{address}/portal/")
    look.at("Anmelden")
    assert look.faults == []


@pytest.mark.parametrize("person", ["fremd", None])
def test_a_stranger_and_whoever_turns_back_stay_out(chromium: Browser, address: str, person: str | None):
    look = at_provider(chromium, address)
    if person:
        authorize(look, person)
    else:
        look.page.get_by_role("button", name="Deny").click()
    look.page.wait_for_url(f"{address}/**")
    look.at(look.page.inner_text("h1"))
    look.page.goto(f"{address}/portal/")
    look.at("Anmelden")
    assert look.faults == []
