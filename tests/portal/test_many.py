"""A publisher with many datasets and many drafts: every draft can be found, and the start page tells of each."""

from dataclasses import replace

from opendata.web.services import EXTENSION
from tests.portal.browsing import browser
from tests.portal.conftest import Portal
from tests.portal.test_tables import DATASET, PUBLISHER, go_on, only_upload, send
from tests.service import table


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
