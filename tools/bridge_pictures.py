"""The pictures in docs/bridges.md: from a PDF report to three published versions, taken from a real server.

Here: the steps, in the order in which somebody takes them (STEPS), and taking their pictures. The report lies beside
the repository. `python -m tools.bridge_pictures` takes them anew and writes the section with them.
"""

from pathlib import Path
from urllib.parse import urlsplit

from bench.server import ROOT, flask
from tools.pictures_in_docs import PictureSection
from tools.portal_pictures import DATASET, Step, Walk, first_overview, invitation, section_of, take_each

PICTURES = ROOT / "docs" / "pictures" / "bridges"
REPORT = ROOT.parent / "shared" / "data" / "muenster" / "Sachstandsbericht_2017-2018.pdf"
READING_MS = 120_000
VERSIONS = ("1.0.0", "1.1.0", "1.2.0")


def arriving(walk: Walk) -> None:
    """Somebody signs in, and their dataset is there."""
    flask(
        walk.env,
        "datasets",
        "add",
        "musterstadt",
        "massnahmen",
        "--kind",
        "climate-measures",
        "--title",
        "Klimaschutz",
    )
    invitation(walk)
    first_overview(walk)


def upload(walk: Walk) -> None:
    """The report is chosen."""
    arriving(walk)
    walk.go(f"{DATASET}/upload")
    walk.page.set_input_files("#file", REPORT)
    walk.page.fill("#as_of", "2018-12-31")


def report(walk: Walk) -> None:
    """It was read: three parts, and questions."""
    walk.page.set_default_timeout(READING_MS)
    walk.press("Hochladen und prüfen")
    walk.at("Prüfbericht")


def entries(walk: Walk) -> None:
    """The oldest part, and its entries."""
    walk.page.locator(".parts a").first.click()
    walk.at("Prüfbericht")
    walk.follow("Jetzt vergleichen")
    walk.at("Angaben mit dem Bericht vergleichen")
    walk.known["values"] = urlsplit(walk.page.url).path


def entry(walk: Walk) -> None:
    """One entry beside its page."""
    walk.follow("Klimaschutzkoordination (Klenko) personell ausbauen")
    _all_clips_are_there(walk)


def status(walk: Walk) -> None:
    """The status is set, with its sentence beside it."""
    choice = walk.page.locator("form.values select").last
    choice.select_option("ongoing")
    choice.evaluate("element => element.scrollIntoView({block: 'center'})")


def labels(walk: Walk) -> None:
    """Which label is which field."""
    walk.press("Übernehmen und weiter")
    walk.page.locator("a[rel=prev]").first.wait_for()
    walk.go(walk.known["values"].replace("/values", "/mapping"))
    walk.page.locator("#columns").evaluate("element => element.scrollIntoView()")


def preview(walk: Walk) -> None:
    """What will become public of the oldest part."""
    walk.go(walk.known["values"].replace("/values", "/preview"))
    walk.at("Was öffentlich wird")


def first_published(walk: Walk) -> None:
    """It is published, and the next part is next."""
    _publish(walk, VERSIONS[0])


def next_changes(walk: Walk) -> None:
    """The next part is compared with the version that was just published."""
    _go_on_with_next_part(walk)
    walk.page.locator("#changes").evaluate("element => element.scrollIntoView()")


def all_published(walk: Walk) -> None:
    """All three are published."""
    _publish(walk, VERSIONS[1])
    _go_on_with_next_part(walk)
    _publish(walk, VERSIONS[2])


def public_page(walk: Walk) -> None:
    """A measure in public, with its history."""
    walk.go("/musterstadt/massnahmen/measures/%C3%9C1")


# The name of each picture, what it shows, and how one gets there from the step before.
STEPS: list[Step] = [
    ("bericht-waehlen", "Den PDF-Bericht hochladen, so wie er ist", upload),
    ("bericht-gelesen", "Gelesen: ein Teil für jeden Stand, den der Bericht nennt", report),
    ("eintraege", "Alle Maßnahmen, jede mit ihrer Seite", entries),
    ("angaben", "Jede Angabe neben dem Ausschnitt der Seite", entry),
    ("stand-setzen", "Den Umsetzungsstand setzt ein Mensch, mit dem Satz daneben", status),
    ("ueberschriften", "Welche Überschrift des Berichts welches Feld ist", labels),
    ("vorschau", "Was vom ältesten Teil öffentlich wird", preview),
    ("erster-teil", "Der älteste Teil ist veröffentlicht, der nächste kommt", first_published),
    ("naechster-teil", "Der nächste Teil gegenüber der Version, die gerade entstand", next_changes),
    ("alle-teile", "Alle drei Stände sind veröffentlicht", all_published),
    ("massnahme", "Eine Maßnahme, wie alle sie sehen", public_page),
]


def _all_clips_are_there(walk: Walk) -> None:
    """Have all pictures of the page loaded, those further down as well."""
    for clip in walk.page.locator(".value-clip img").all():
        clip.scroll_into_view_if_needed()
        clip.evaluate("image => image.decode()")
    walk.page.evaluate("scrollTo(0, 0)")


def _go_on_with_next_part(walk: Walk) -> None:
    """Set the status of one measure of the next part, and look at what will become public of it."""
    walk.page.locator("main a.strong", has_text="Weiter mit dem Stand").click()
    walk.follow("Jetzt vergleichen")
    walk.at("Angaben mit dem Bericht vergleichen")
    walk.page.locator("tbody a").first.click()
    walk.page.locator("form.values select").last.select_option("ongoing")
    walk.press("Übernehmen und neu prüfen")
    walk.page.get_by_role("status").first.wait_for()
    walk.follow("Was öffentlich wird")
    walk.at("Was öffentlich wird")


def _publish(walk: Walk, number: str) -> None:
    """Answer every question of the preview with yes, and publish."""
    for box in walk.page.locator(".questions input[type=checkbox]").all():
        box.check()
    for reason in walk.page.locator(".questions textarea").all():
        reason.fill("So steht es im Bericht.")
    walk.press(f"Version {number} veröffentlichen")
    walk.at(f"Version {number} ist veröffentlicht")


def take(folder: Path = PICTURES) -> None:
    """Take all pictures."""
    take_each(STEPS, folder, "Stadt Münster")


def section() -> PictureSection:
    """The section of docs/bridges.md with the pictures."""
    return section_of(STEPS, "bridges.md", PICTURES, "tools.bridge_pictures")


if __name__ == "__main__":
    take()
    section().remove_others()
    section().write()
