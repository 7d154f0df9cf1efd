"""Report places: where the values of a draft stand on the pages of its report, and pictures of these places.

Here: finding them for those who may see the upload. Not here: drawing (intake/), and pages about it (portal/).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.errors import PlaceNotFound, ResourceNotFound
from opendata.domain.model import SourceFile, Upload
from opendata.domain.report.page_clips import PlaceOnPage
from opendata.steps.desk import Desk
from opendata.steps.looking import must_be_open
from opendata.steps.ports.checking import Asked, Caller

Row = Mapping[str, Any]


def rows_on_pages(desk: Desk, upload: Upload, resource: str) -> Sequence[Row]:
    """The rows of a table of a report, with the place of each value; raises ResourceNotFound.

    A table that no report has told of has no such rows.
    """
    kind = desk.kinds[desk.catalogue.dataset(upload.publisher, upload.dataset).kind]
    if resource not in (table.name for table in kind):
        raise ResourceNotFound(resource, [table.name for table in kind])
    return desk.uploads.origins(upload).get(resource, ())


def clip(desk: Desk, upload: Upload, resource: str, row: int, field: str) -> bytes:
    """A picture of the place where a value stands, as PNG.

    row: its number in the table of the report. Raises UploadNotReady, UploadPublished, ResourceNotFound, and what an
    Examination raises; PlaceNotFound where the report has no such row, or no page says the value.
    """
    must_be_open(upload)
    found = next((line for line in rows_on_pages(desk, upload, resource) if line["row"] == row), None)
    cell = found["cells"].get(field) if found else None
    if not cell or not cell["boxes"]:
        raise PlaceNotFound(resource, row, field)
    places = [PlaceOnPage.from_json(box) for box in cell["boxes"]]
    file = SourceFile(cell["file"], desk.uploads.files(upload)[cell["file"]])
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    return desk.examination.clip(Asked([file], dataset.kind, None, Caller.PUBLISHER), places).content
