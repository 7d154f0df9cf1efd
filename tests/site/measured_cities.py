"""Cities with measures, funding and greenhouse gases, for the pages that show figures; their rows stand here as text.

Here: the rows and publishing them. Not here: what the pages make of them (the tests beside this module).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.service import Service, open_service

KINDS = Path(__file__).parent.parent.parent / "datapackages"
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
REPORTS = ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31")
MEASURES = "measure_id,title,field_of_action,planned_start,planned_end,phase,status_note,co2_saving_t_per_year\n"
FUNDING = "funding_id,measure_id,programme,stage,grant_eur,paid_eur,own_share_eur,spend_by,proof_due\n"
EMISSIONS = "year,category,energy_carrier,scenario,sector,co2e_t\n"
FUNDED = """F-1,M-1,kipki,approved,100000.50,,20000,2026-12-15,2027-01-10
F-2,M-2,kipki,paid,50000,45000,,2026-06-30,
F-3,M-3,beg,proven,80000,,10000,,2024-01-31
F-4,M-4,beg,applied,30000,,4000,,
F-5,M-4,beg,rejected,,,9000,,
F-6,,,approved,7000,3500,,2027-06-30,
"""
GASES = """2012,Verkehr,all,real,transport,500
2012,Haushalte,all,real,private_households,600
2016,Verkehr,all,real,transport,480
2016,Haushalte,all,real,private_households,500
2020,Verkehr,all,real,transport,450
2020,Haushalte,all,real,private_households,410
2021,Flughafen,all,real,,7.5
2030,Gesamt,all,target,total,300
2040,Gesamt,all,target,total,0
"""
DROPPED = {"disposition": "dropped", "reason": "Der Rat hat das Geld anders verwendet."}


def rows_of(text: str, header: str) -> list[dict[str, str]]:
    """The rows of a table as the csv module reads them."""
    return list(csv.DictReader(io.StringIO(header + text)))


def measures(report: int) -> str:
    """The measures of one report: M-1 is put off each time, M-5 is taken out of the last one."""
    rows = [
        f"M-1,Radweg an der Mühle,Verkehr,2021,{2024 + report},planning,Die Planung ruht.,10",
        "M-2,Solardach auf der Schule,Gebäude,2021,2030,implementation,Es wird gebaut.,40",
        "M-3,Wärmepumpe im Rathaus,Gebäude,2021,2022,completed,Fertig.,",
        f"M-4,Baumpflanzung,Grün,2022,2023,{'cancelled' if report else 'not_started'},Kein Personal.,",
        "M-6,Lastenräder,Verkehr,2022,2023,not_started,,",
    ]
    return MEASURES + "\n".join([*rows, *(["M-5,Beratung,Gebäude,,,planning,,"] if report < 3 else [])]) + "\n"


def published(service: Service, city: str, dataset: str, files: Mapping[str, str], as_of: str) -> None:
    """Publish tables; whatever is asked is answered with DROPPED."""
    path = f"/api/v1/publishers/{city}/datasets/{dataset}"
    token = service.token(city)
    content = {name: text.encode() for name, text in files.items()}
    response = service.upload(content, as_of=as_of, dataset=path, headers=token, answered=False)
    if response.status_code == 409:
        why = {"reason": "So ist es."}
        questions = response.json["questions"]
        answers = {each["id"]: DROPPED if each["answer"] == "disposition" else why for each in questions}
        response = service.client.post(response.json["links"]["publish"], json={"answers": answers}, headers=token)
    assert response.status_code in (200, 201), response.get_data(as_text=True)


def opened(folder: Path) -> Iterator[Service]:
    """Musterstadt with everything, Neustadt with two measures and no funding, and Leerdorf with nothing."""
    service = open_service(folder, [], kinds_dir=KINDS, clock=lambda: NOW)
    for city, population in (("musterstadt", "2000"), ("neustadt", "500"), ("leerdorf", "10")):
        service.done("publishers", "add", city, "--name", city.title(), "--population", population)
    about = ("--kind", "climate-measures", "--title", "Klimaschutz", "--rhythm", "P1Y")
    for city in ("musterstadt", "neustadt"):
        service.done("datasets", "add", city, "plan", *about)
    service.done("datasets", "add", "musterstadt", "bilanz", "--kind", "ghg-inventory", "--title", "Bilanz")
    for report, as_of in enumerate(REPORTS):
        files = {"measures.csv": measures(report), "funding.csv": FUNDING + FUNDED}
        published(service, "musterstadt", "plan", files, as_of)
    published(service, "musterstadt", "bilanz", {"emissions.csv": EMISSIONS + GASES}, "2021-12-31")
    rows = [
        "N-1,Fernwärme <b>Nord</b>,Wärme,,,unknown,Die Stadtwerke prüfen.,",
        "N-2,Solardach auf der Schule,Gebäude,,,unknown,,",
    ]
    one = MEASURES + "\n".join(rows) + "\n"
    published(service, "neustadt", "plan", {"measures.csv": one}, "2026-06-30")
    yield service
