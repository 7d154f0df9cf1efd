"""Files that come piece by piece from a store that knows ranges of bytes, unlike the S3 server of the other tests."""

import obstore
import pytest
from obstore.store import MemoryStore

from opendata.storage.packages import bucket_packages
from opendata.storage.packages.bucket_packages import S3Packages

SIZES = [0, 1, 9, 10, 11, 35, 40]


@pytest.mark.parametrize("size", SIZES)
def test_the_pieces_are_the_file(size: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bucket_packages, "PIECE_BYTES", 10)
    bucket, content = MemoryStore(), bytes(range(size))
    obstore.put(bucket, "city/plans/1.0.0/plans.csv", content)

    pieces = list(S3Packages(bucket).pieces("city/plans/1.0.0", "plans.csv"))  # type: ignore[arg-type]

    assert b"".join(pieces) == content
    assert max(map(len, pieces), default=0) <= 10
