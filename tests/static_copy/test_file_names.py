"""Names of files for addresses: safe on every disk, and no two the same."""

import re
from itertools import product

from opendata.static_copy.file_names import file_of, index_of, part_name

SIGNS = (
    *("", "a", "A", ".", "..", "/", "\\", ":", "%", "=", "~", "=2F", "%2F", " ", "é", "e\u0301"),
    *("\x00", "\n", "index", "con"),
)


def test_no_two_keys_have_the_same_name_and_none_leads_anywhere():
    keys = {"".join(signs) for signs in product(SIGNS, repeat=3)}
    names = {key: part_name(key) for key in keys}

    assert len(set(names.values())) == len(keys)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_.,=-]+", name), name
        assert not name.startswith(".") and not name.endswith("."), name
        assert not name.lower().startswith(("index", "con.")), name


def test_plain_keys_stand_for_themselves_and_long_ones_stay_apart():
    assert [part_name(key) for key in ("1.1", "A-4", "2025,KIPKI", "M_7")] == ["1.1", "A-4", "2025,KIPKI", "M_7"]
    long = [part_name("ä" * number) for number in range(50, 300)]
    assert len(set(long)) == len(long)
    assert max(map(len, long)) <= 120
    assert not re.search(r"=[0-9A-F]?(=h|$)", "".join(long[-3:]))


def test_what_is_asked_for_is_told_from_every_key():
    assert index_of(["stadt", "plan"], "html", [("lang", "en")]) == "stadt/plan/index~en.html"
    assert file_of(["feeds", "all.atom"], [("archive", "3"), ("lang", "en")]) == "feeds/all~archive-3~en.atom"
    assert file_of(["feeds", "all~archive-3.atom"]) != file_of(["feeds", "all.atom"], [("archive", "3")])
    assert index_of(["a", "index.html"], "html") == "a/=69ndex.html/index.html"
