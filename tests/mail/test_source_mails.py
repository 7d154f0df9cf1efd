"""The mail that tells somebody when the address that a dataset follows has failed for several days."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from opendata.domain.sources import TELL_AFTER
from opendata.web.services import EXTENSION
from tests.mail.test_smtp_mail import SENDER, Mailbox, mailbox
from tests.portal.conftest import Clock, prepared
from tests.service import CITY, DATASET, open_service

__all__ = ["mailbox", "prepared"]  # fixtures
CONTACT = "klima@musterstadt.example"


def test_whoever_answers_for_the_dataset_is_told_once_of_failures_for_days(
    prepared: Path, tmp_path: Path, mailbox: Mailbox
):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    clock = Clock()
    about: dict[str, Any] = {"smtp_url": f"smtp://127.0.0.1:{mailbox.port}", "mail_from": SENDER}
    service = open_service(tmp_path, clock=clock, base_url="http://localhost", **about)
    services, token = service.app.extensions[EXTENSION](), service.token()
    changed = service.client.patch(DATASET, json={"email": CONTACT}, headers=token)
    assert changed.status_code == 200
    # No name of the internet ends like this, so that nothing is asked of any server.
    body = {"url": "https://daten.invalid/plans.csv?token=geheim"}
    assert service.client.put(f"{DATASET}/source", json=body, headers=token).status_code == 200

    def pass_by(time: timedelta) -> None:
        clock.now += time
        while services.runner.add_news(clock.now) or services.runner.do_next_away() or services.runner.do_next():
            pass

    pass_by(timedelta())
    mailbox.taken.clear()  # the admin is told of the token
    for time in [timedelta(days=1)] * TELL_AFTER.days:
        assert mailbox.taken == []
        pass_by(time)
    for _ in range(3):
        pass_by(timedelta(days=2))
    message = mailbox.only()
    assert (message["To"], message["Subject"]) == (CONTACT, "Nicht mehr abzurufen: Pläne der Stadt")
    told = message.get_content()
    assert "seit 02.03.2026" in told and "https://daten.invalid/plans.csv?…" in told and "geheim" not in told
    assert f"http://localhost/portal/{CITY}/datasets/plaene/source" in told
    services.close()
