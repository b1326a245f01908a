import json
from collections import Counter

import pytest

from kb.errors import Invalid
from kb.readers.government_rows import read_codes, read_latest, read_list
from tests.readers.government_files import REPORTS, as_json, row

NAME = f"{REPORTS}.json"


def without(key):
    return {name: value for name, value in row().items() if name != key}


@pytest.mark.parametrize("key", [key for key in row() if key != "summary"])
def test_a_row_without_a_key_that_is_always_there_refuses_the_list(key):
    with pytest.raises(Invalid, match=f"row 2 has no {key}"):
        read_list(NAME, as_json([row(), without(key)]), Counter())


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"rows": []}, "an object instead of a list"),
        ([["a"]], "row 1 is a list"),
        ([row(title=None)], "nothing as title"),
        ([row(published="2024-02-31")], "as published"),
        ([row(published="20240215")], "as published"),
        ([row(updated=True)], "a truth value as updated"),
        ([row(id=5)], "a number as id"),
        ([row(types=[1331])], "a list as types"),
        ([row(senders={"1287": "x"})], "an object as senders"),
        ([row(attachments=[{"name": "Hela"}])], "a list as attachments"),
        ([row(shortcuts=["/remisser/"])], "a list as shortcuts"),
        ([row(summary=None)], "nothing as summary"),
        ([row(url="/remisser/2024/02/spel/")], "row 1 has the address /remisser"),
        ([row(url="https://example.org/")], "row 1 has the address"),
    ],
)
def test_another_shape_refuses_the_list_and_says_what_was_found(value, found):
    with pytest.raises(Invalid) as refused:
        read_list(NAME, as_json(value), Counter())

    assert refused.value.message.startswith(f"{NAME} has an unknown shape: ")
    assert found in refused.value.message


@pytest.mark.parametrize("data", [b"", b"[", b"\xff", b"[" * 100_000, b"<html>", b"[NaN"])
def test_what_is_no_json_refuses_the_list(data):
    with pytest.raises(Invalid, match="no JSON"):
        read_list(NAME, data, Counter())


def test_keys_that_nobody_knows_are_counted_and_kept():
    seen = Counter()

    (read,) = read_list(NAME, as_json([row(colour="red", summary="Kort.")]), seen)

    assert read["colour"] == "red"
    assert seen == {f"{NAME}: colour": 1}


def test_codes_and_the_day_of_the_collection_are_read():
    assert read_codes("api/codes.json", b'{"1287": "Justitiedepartementet"}') == {
        "1287": "Justitiedepartementet"
    }
    assert read_latest("api/latest_updated.json", b'{"latest_updated": "2026-01-29 04:18:37"}') == (
        "2026-01-29"
    )


@pytest.mark.parametrize("value", [[], {"1287": 5}, None])
def test_codes_of_another_shape_are_refused(value):
    with pytest.raises(Invalid, match=r"codes\.json has an unknown shape"):
        read_codes("api/codes.json", json.dumps(value).encode())


@pytest.mark.parametrize("value", [[], {}, {"latest_updated": "i dag"}, {"latest_updated": 5}])
def test_a_collection_that_does_not_tell_its_day_is_refused(value):
    with pytest.raises(Invalid, match="no day in latest_updated"):
        read_latest("api/latest_updated.json", json.dumps(value).encode())
