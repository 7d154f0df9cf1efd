"""The pictures of the staff portal in docs/portal.md: one for each step, wide and narrow, taken from a real server.

Here: the steps, in the order in which somebody takes them (STEPS), and taking their pictures.
`python -m tools.portal_pictures` takes them anew and writes the section with them. A page is added by a step.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize, sync_playwright

from bench.server import ROOT, environment, flask, free_port, running
from tools.pictures_in_docs import PictureSection
from tools.small_pictures import with_few_colours

PICTURES = ROOT / "docs" / "pictures" / "portal"
SIZES: dict[int, ViewportSize] = {1280: {"width": 1280, "height": 900}, 390: {"width": 390, "height": 844}}
EMAIL, PASSWORD = (
    "klima@musterstadt.example",
    "Radweg Solardach Waermenetz Linde",
)
CITY = "/portal/musterstadt"
DATASET = f"{CITY}/datasets/massnahmen"
GONE = "M-4;Lastenräder für die Verwaltung;fertig;31.12.2024;36.000;Hauptamt;gut\n"
FIRST = f"""Kennung;Maßnahme;Lage der Dinge;geplantes Ende;Kosten in Euro;Zuständig;Bewertung intern
M-1;Radweg an der Nordstraße;läuft;31.12.2026;450.000;Tiefbauamt;gut
M-2;Solardach auf dem Rathaus;demnächst;30.06.2027;120.000;Hochbauamt;
M-3;Wärmenetz Altstadt;demnächst;31.12.2O29;2.400.000;Stadtwerke;hakt
{GONE}"""
SECOND = FIRST.replace(GONE, "").replace("2O29", "2029")
SECOND = SECOND.replace("Rathaus;demnächst;30.06.2027", "Rathaus;läuft;31.12.2027")


@dataclass
class Walk:
    """A browser on its way through the portal of one server."""

    env: dict[str, str]
    address: str
    page: Page
    known: dict[str, str] = field(default_factory=dict)  # addresses that a later step comes back to

    def go(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(f"{self.address}{path}")

    def press(self, button: str) -> None:
        """Press a button of the page's main part."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).last.click()

    def follow(self, link: str) -> None:
        """Follow a link of the page's main part."""
        self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()

    def at(self, heading: str) -> None:
        """Wait until the page with this heading shows."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()

    def send(self, table: str, as_of: str) -> None:
        """Upload a table, until its report shows."""
        self.go(f"{DATASET}/upload")
        self.page.set_input_files("#file", {"name": "tabelle.csv", "mimeType": "text/csv", "buffer": table.encode()})
        self.page.fill("#as_of", as_of)
        self.press("Hochladen und prüfen")
        self.at("Prüfbericht")


Step = tuple[str, str, Callable[[Walk], None]]


def invitation(walk: Walk) -> None:
    """The link of the invitation is opened."""
    link = flask(walk.env, "users", "invite", EMAIL, "--publisher", "musterstadt", "--role", "admin")
    walk.go(urlsplit(link).path)


def first_overview(walk: Walk) -> None:
    """A password is chosen."""
    walk.page.fill("#password", PASSWORD)
    walk.page.fill("#again", PASSWORD)
    walk.press("Zugang einrichten")
    walk.at("Übersicht")


def new_dataset(walk: Walk) -> None:
    """A dataset is described."""
    walk.go(f"{CITY}/new-dataset")
    walk.page.fill("#title", "Klimaschutzmaßnahmen")
    walk.page.get_by_label("Klimaschutzmaßnahmen", exact=False).first.check()
    walk.page.get_by_text("Weitere Angaben (freiwillig)").click()
    walk.page.fill("#homepage", "https://www.musterstadt.example/klima")
    walk.page.fill("#email", EMAIL)
    walk.page.fill("#name", "massnahmen")
    walk.page.locator("h1").scroll_into_view_if_needed()


def upload(walk: Walk) -> None:
    """The dataset is added, and a file is chosen."""
    walk.press("Datensatz anlegen")
    walk.at("Klimaschutzmaßnahmen")
    walk.go(f"{DATASET}/upload")
    walk.page.set_input_files("#file", {"name": "massnahmen.csv", "mimeType": "text/csv", "buffer": FIRST.encode()})
    walk.page.fill("#as_of", "2024-12-31")


def mapping(walk: Walk) -> None:
    """The columns are mapped, because one that is needed was not known."""
    walk.press("Hochladen und prüfen")
    walk.at("Prüfbericht")
    walk.follow("Spalten zuordnen")
    walk.at("Spalten zuordnen")
    walk.page.select_option("#column-1", "measure_id")
    walk.page.select_option("#column-3", "phase")
    walk.page.select_option("#column-7", "-")


def report(walk: Walk) -> None:
    """Words of the table are not known yet."""
    walk.press("So zuordnen und noch einmal prüfen")
    walk.at("Prüfbericht")


def sheet(walk: Walk) -> None:
    """The sheet shows where they stand."""
    walk.follow("Ihre Tabelle")
    walk.at("Ihre Tabelle")


def mending(walk: Walk) -> None:
    """A slip is mended in the page, by the proposal that stands there."""
    walk.page.locator("main").get_by_role("button", name="Vorschlag: 31.12.2029").first.click()
    walk.page.get_by_role("status").first.wait_for()


def words(walk: Walk) -> None:
    """The words are mapped."""
    walk.follow("Spalten zuordnen")
    walk.at("Spalten zuordnen")
    walk.page.select_option("#code-phase-0", "planning")
    walk.page.locator("#code-phase-0").evaluate("element => element.closest('section').scrollIntoView()")


def preview(walk: Walk) -> None:
    """What will become public."""
    walk.press("So zuordnen und noch einmal prüfen")
    walk.page.get_by_text("Die Tabelle ist in Ordnung.").wait_for()
    walk.follow("Ansehen, was öffentlich wird")
    walk.at("Was öffentlich wird")
    walk.known["preview"] = urlsplit(walk.page.url).path


def row_preview(walk: Walk) -> None:
    """The public page of one measure."""
    walk.go(f"{walk.known['preview']}/measures/M-1")
    walk.at("Radweg an der Nordstraße")


def published(walk: Walk) -> None:
    """It is published."""
    walk.go(walk.known["preview"])
    walk.press("Version 1.0.0 veröffentlichen")
    walk.at("Version 1.0.0 ist veröffentlicht")


def questions(walk: Walk) -> None:
    """The next table is read without any mapping; a measure of it is gone."""
    walk.send(SECOND, "2025-12-31")
    walk.page.locator("#questions").scroll_into_view_if_needed()
    walk.page.locator("select[id$=-disposition]").first.select_option("completed")
    walk.page.locator("#questions").evaluate("element => element.scrollIntoView()")


def changes(walk: Walk) -> None:
    """Every change against what is public."""
    walk.press("Antworten speichern und weiter")
    walk.at("Was öffentlich wird")
    walk.page.locator("#inside").evaluate("element => element.scrollIntoView()")


def taking_over(walk: Walk) -> None:
    """Measures are taken over from another system."""
    walk.go(f"{DATASET}/import")
    walk.page.fill("#address", "https://monitoring.example.org/musterstadt")
    walk.page.fill("#as_of", "2025-12-31")
    walk.page.locator("h1").scroll_into_view_if_needed()


def source(walk: Walk) -> None:
    """A dataset follows an address."""
    walk.go(f"{DATASET}/source")
    walk.page.fill("#url", "https://daten.musterstadt.example/klima/massnahmen.csv")


def overview(walk: Walk) -> None:
    """What is to be done next."""
    walk.go("/portal/")


def dataset(walk: Walk) -> None:
    """A dataset with its drafts and versions."""
    walk.go(f"{DATASET}/")


def remembered(walk: Walk) -> None:
    """How its tables are read."""
    walk.go(f"{DATASET}/mapping")


def settings(walk: Walk) -> None:
    """What is said about it."""
    walk.go(f"{DATASET}/settings")


def withdrawing(walk: Walk) -> None:
    """A version is withdrawn."""
    walk.go(f"{DATASET}/versions/1.0.0/withdraw")


def people(walk: Walk) -> None:
    """The colleagues."""
    walk.go(f"{CITY}/people")


def token(walk: Walk) -> None:
    """Access for a program is made."""
    walk.go(f"{CITY}/tokens")
    walk.page.fill("#name", "Fachverfahren")
    walk.press("Token machen")
    walk.page.locator("pre code").wait_for()


def webhook(walk: Walk) -> None:
    """A webhook is added and tried."""
    walk.go(f"{CITY}/webhooks/new")
    walk.page.fill("#url", "https://www.musterstadt.example/klima/empfang")
    walk.press("Webhook hinzufügen")
    walk.at("Der Webhook ist hinzugefügt")
    walk.follow("Zum Webhook")
    walk.press("Test-Ereignis schicken")
    walk.at("Webhook")


def log(walk: Walk) -> None:
    """Who did what."""
    walk.go(f"{CITY}/log")


def signing_in(walk: Walk) -> None:
    """The page for signing in."""
    walk.page.locator("nav.menu").get_by_role("button", name="Abmelden").click()
    walk.at("Anmelden")


# The name of each picture, what it shows, and how one gets there from the step before.
STEPS: list[Step] = [
    ("einladung", "Der Link aus der Einladung: ein Passwort wählen", invitation),
    ("erste-uebersicht", "Angekommen", first_overview),
    ("neuer-datensatz", "Einen Datensatz anlegen", new_dataset),
    ("hochladen", "Eine Tabelle hochladen, so wie sie ist", upload),
    ("spalten", "Eigene Spalten zuordnen", mapping),
    ("bericht", "Der Prüfbericht: was zu verbessern ist", report),
    ("tabelle", "Die eigene Tabelle mit den Stellen darin", sheet),
    ("verbessern", "Ein Schreibfehler wird in der Tabelle verbessert", mending),
    ("woerter", "Eigene Wörter zuordnen", words),
    ("vorschau", "Was öffentlich wird", preview),
    ("seite-der-massnahme", "Die Seite einer Maßnahme, bevor sie öffentlich ist", row_preview),
    ("veroeffentlicht", "Veröffentlicht", published),
    ("fragen", "Die nächste Tabelle: was aus einer Maßnahme wurde, die fehlt", questions),
    ("aenderungen", "Jede Änderung gegenüber der geltenden Version", changes),
    ("uebernehmen", "Maßnahmen aus LocalMonitoring oder Kausal Watch übernehmen", taking_over),
    ("abholen", "Eine Tabelle, die schon im Netz steht, regelmäßig abholen lassen", source),
    ("uebersicht", "Die Übersicht: was ansteht, und wie oft die Daten abgerufen wurden", overview),
    ("datensatz", "Ein Datensatz mit Entwürfen und Versionen", dataset),
    ("zuordnung", "Die gemerkte Zuordnung verbessern", remembered),
    ("angaben", "Lizenz, Rhythmus, Ansprechstelle ändern", settings),
    ("zurueckziehen", "Eine Version mit öffentlichem Grund zurückziehen", withdrawing),
    ("personen", "Kolleginnen und Kollegen einladen", people),
    ("zugang", "Ein Zugang für ein Programm, mit fertiger Zeile für curl", token),
    ("webhook", "Ein anderes Programm erfährt sofort, was veröffentlicht ist", webhook),
    ("protokoll", "Wer was getan hat", log),
    ("anmelden", "Anmelden", signing_in),
]


def take(folder: Path = PICTURES) -> None:
    """Take all pictures."""
    take_each(STEPS, folder)


def section() -> PictureSection:
    """The section of docs/portal.md with the pictures."""
    return section_of(STEPS, "portal.md", PICTURES, "tools.portal_pictures")


def take_each(steps: Sequence[Step], folder: Path, city: str = "Musterstadt") -> None:
    """Take the pictures of some steps on the way through a server with one city."""
    folder.mkdir(parents=True, exist_ok=True)
    with server(city) as (env, address), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=de"]
        )
        context = chromium.new_context(viewport=SIZES[1280], locale="de", color_scheme="light")
        walk, painter = Walk(env, address, context.new_page()), context.new_page()
        for name, _, go_on in steps:
            go_on(walk)
            for width, size in SIZES.items():
                walk.page.set_viewport_size(size)
                (folder / f"{name}-{width}.png").write_bytes(with_few_colours(painter, walk.page.screenshot()))
            walk.page.set_viewport_size(SIZES[1280])
        chromium.close()


def section_of(steps: Sequence[Step], page: str, folder: Path, written_by: str) -> PictureSection:
    """The section of a page of the documentation with the pictures of some steps."""
    pictures = [(name, words) for name, words, _ in steps]
    return PictureSection(ROOT / "docs" / page, folder, written_by, {1280: 640, 390: 195}, pictures)


@contextmanager
def server(city: str = "Musterstadt") -> Iterator[tuple[dict[str, str], str]]:
    """A server with one city, and its environment."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**environment(Path(folder) / "data", free_port()), "WEB_CONCURRENCY": "1"}
        flask(env, "publishers", "add", "musterstadt", "--name", city)
        with running(env) as address:
            yield env, address


if __name__ == "__main__":
    take()
    section().remove_others()
    section().write()
