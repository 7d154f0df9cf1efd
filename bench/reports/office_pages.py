"""A report as LibreOffice Writer lays it out, on a machine that has it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from bench.reports import html_pages
from bench.reports.made_up_measures import planned_measures, states, through, told_measures
from bench.reports.told import MadeReport, Sort

PAPER = "@page { size: 29.7cm 21cm; margin: 1.5cm; } td, th { font-size: 9pt; }"
WIDTHS = "".join(f"<col width={part}%>" for part in (7, 22, 18, 15, 38))


def written_with_libreoffice() -> MadeReport | None:
    """A table that LibreOffice Writer lays out, whose pages end inside rows; None where it is not installed."""
    measures, texts = planned_measures(661, 32, through("LO{:02}")), states(662, 32, most=6)
    rows = [
        html_pages.row_of((m.number, m.title, m.responsible, m.field_of_action, text), place)
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    head = html_pages.head_of(("Nr.", "Maßnahme", "Zuständig", "Handlungsfeld", "Sachstand"))
    body = f"{WIDTHS}{head}<tbody>{''.join(rows)}</tbody>"
    table = f'<table border="1" cellpadding="4" width="100%">{body}</table>'
    page = f'<html><meta charset="utf-8"><style>{PAPER}</style><body><h1>Mühlbach</h1>{table}</body></html>'
    pdf = _by_libreoffice(page)
    if pdf is None:
        return None
    document = pypdfium2.PdfDocument(pdf)
    letters = [page.get_textpage().get_text_range() for page in document]
    pages = [next(nth for nth, text in enumerate(letters, 1) if m.number in text) for m in measures]
    printed = [{"Sachstand": text} for text in texts]
    return MadeReport("written_with_libreoffice", Sort.RULED, pdf, told_measures(measures, printed, pages))


def _by_libreoffice(page: str) -> bytes | None:
    """The page as a PDF."""
    office = shutil.which("soffice")
    if not office:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, profile = Path(folder) / "bericht.html", f"-env:UserInstallation=file://{folder}/profile"
        source.write_text(page, encoding="utf-8")
        command = [
            office,
            profile,
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            "pdf:writer_pdf_Export",
        ]
        done = subprocess.run(
            [*command, "--outdir", folder, str(source)], capture_output=True, timeout=120, check=False
        )
        made = source.with_suffix(".pdf")
        return made.read_bytes() if done.returncode == 0 and made.exists() else None
