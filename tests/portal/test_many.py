"""A publisher with many datasets and many drafts: every draft can be found, and the start page tells of each.

Here as well: all other lists on pages for staff that may become long.
"""

from dataclasses import replace
from datetime import timedelta

from opendata.steps import inviting
from opendata.web.services import EXTENSION
from tests.portal.browsing import browser
from tests.portal.conftest import Portal
from tests.portal.test_tables import DATASET, PUBLISHER, go_on, only_upload, send
from tests.service import table

ADMIN = "admin@musterstadt.example"


def test_no_draft_is_out_of_sight_however_many_others_there_are(portal: Portal):
    services = portal.app.extensions[EXTENSION]()
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table("1,Radweg,planning,,,"), message="der älteste Entwurf")
    draft = only_upload(portal)
    for number in range(60):
        portal.clock.turn(minutes=1)
        state = "published" if number >= 12 else "draft"
        newer = replace(draft, id=f"{number:032}", state=state, message=f"Nr. {number}", created_at=portal.clock())
        services.uploads.add(newer, {}, {}, [])

    visitor.get(DATASET)
    drafts = "//section[@aria-labelledby='waiting']//ul[@class='entries']/li/p[2]"
    told = visitor.all(drafts)
    assert len(told) == 10 and "Nr. 11" in told[0] and "Entwürfe 1 bis 10 von 13." in visitor.text
    oldest = go_on(visitor, "Ältere Entwürfe").all(drafts)[-1]
    assert "· plans.csv · der älteste Entwurf" in oldest
    # Names that were read once are not read again: a bucket is not asked for each draft each time.
    (kept,) = portal.folder.rglob(f"{draft.id}/names.json")
    kept.unlink()
    assert "plans.csv" in visitor.get(visitor.path).all(drafts)[-1]
    assert len(go_on(visitor, "Neuere Entwürfe").all(drafts)) == 10


def test_the_start_page_tells_of_every_dataset_and_folds_what_is_much(portal: Portal):
    services = portal.app.extensions[EXTENSION]()
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table("1,Radweg,planning,,,"))
    draft = only_upload(portal)
    about = {"kind": "plans", "licence": "dl-de-by-2.0"}
    for number in range(40):
        address = "/api/v1/publishers/musterstadt/datasets"
        plan = {"slug": f"plan-{number:02}", "title": f"Plan {number:02}", **about}
        if number == 0:
            token = portal.token()
        assert portal.client.post(address, json=plan, headers=token).status_code == 201
    services.uploads.add(replace(draft, id="f" * 32, dataset="plan-39"), {}, {}, [])

    visitor.get("/portal/")
    steps = visitor.all("//section[@aria-labelledby='todo']//p[contains(@class,'todo')]//a/@href")
    assert f"/portal/musterstadt/uploads/{'f' * 32}/preview" in steps and len(steps) == 41
    assert visitor.all("//section[@aria-labelledby='todo']//details/summary") == ["26 weitere Aufgaben"]


LISTS = [
    ("tokens", "valid", "/p[@class='headline']", "gilt"),
    ("tokens", "over", "/p[@class='headline']", "alt"),
    ("people", "members", "/p[@class='headline']", "person"),
    ("people", "invitations", "/p[@class='headline']", "gast"),
    ("", "datasets", "//h3/a", "Plan"),
    ("account", "sessions", "//p[@class='headline']", "Browser"),
]


def test_pages_show_a_hundred_of_a_long_list_and_lead_to_the_others(portal: Portal):
    services, now = portal.app.extensions[EXTENSION](), portal.clock()
    visitor = browser(portal).sign_in(ADMIN)
    admin = services.door.people.by_email(ADMIN)
    plan = services.catalogue.dataset("musterstadt", "plaene")
    for number in range(101):
        for name in ("gilt", "alt"):
            services.accounts.add_token("musterstadt", f"{name} {number}", ["upload", "admin"], now)
        person = services.door.people.add(f"person-{number}@musterstadt.example", now)
        services.door.people.give_role(person, "musterstadt", "editor", now)
        inviting.invite(services.door, f"gast-{number}@musterstadt.example", "musterstadt", "editor", ADMIN, now)
        services.catalogue.add_dataset(replace(plan, name=f"plan-{number}", title=f"Plan {number}"))
        ends = now + timedelta(days=1)
        services.door.sessions.begin(admin.id, f"Browser {number}", now, ends, waits_for_code=False)
    for token in services.accounts.tokens("musterstadt"):
        if token.name.startswith("alt"):
            services.accounts.revoke_token("musterstadt", token.id, now)

    for page, section, place, begin in LISTS:
        shown, pages = list[str](), 0
        visitor.get("/portal/account" if page == "account" else f"/portal/musterstadt/{page}")
        here = f"//section[@aria-labelledby='{section}']"
        while True:
            part = [each for each in visitor.all(f"{here}//li{place}") if each.startswith(begin)]
            shown, pages = shown + part, pages + 1
            assert len(visitor.all(f"{here}//ul[@class]/li")) <= 100, section
            if not (onward := visitor.all(f"{here}//a[@rel='next']/@href")):
                break
            visitor.get(onward[0])
        assert (len(shown), len(set(shown)), pages) == (101, 101, 2), section
    assert visitor.get("/portal/musterstadt/tokens?valid=" + "9" * 5_000).status == 200
    assert "Regeln ändern und das Protokoll lesen" in visitor.text
