"""What may stand in the way of reading an upload once more, and the status of the page that says so.

Here: the errors that every page for mapping and mending tells. Not here: these pages
(mapping_pages.py, mending_pages.py).
"""

from opendata.domain.errors import (
    DateBeforeLast,
    DomainError,
    MappingNotValid,
    ReadingUnavailable,
    ServiceBusy,
    UploadChanged,
    UploadNotReady,
    UploadTooDemanding,
)
from opendata.domain.quota_errors import NoRoomLeft

REFUSED_READINGS = (
    *(MappingNotValid, UploadTooDemanding, UploadChanged, UploadNotReady, DateBeforeLast),
    *(ServiceBusy, ReadingUnavailable, NoRoomLeft),
)
_STATUSES: dict[type[DomainError], int] = {
    **{UploadChanged: 409, UploadNotReady: 409, NoRoomLeft: 413},
    **{ServiceBusy: 503, ReadingUnavailable: 503},
}


def status_of(error: DomainError) -> int:
    """The status of the page that tells this error."""
    return _STATUSES.get(type(error), 422)
