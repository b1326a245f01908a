"""What the history and the desk are told in: no code word stands where people decide."""

import pytest

from kb.db.base import Base
from kb.models import Record
from kb.records.state import _LEFT_OUT
from kb.web.field_labels import Speaker, field_in_words, in_words
from kb.web.labels import LABELS

#: Fields of records that other fields stand for in the history.
_STAND_INS = {"texts", "id", "kind", "author", "owner"}


def fields_of_records():
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            for attribute in mapper.attrs:
                if attribute.key not in _LEFT_OUT | _STAND_INS:
                    yield attribute.key


def test_every_field_of_every_record_has_words(app):
    with app.test_request_context("/en/"):
        bare = {name for name in fields_of_records() if field_in_words(name) == name}

    assert {name for name in bare if not name.endswith("_id")} == set()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("direction", "blocks", "Blocks"),
        ("role", "causes", "Causes the barrier"),
        ("relation", "proves", "Proves the barrier"),
        ("certainty", "inference", "to be confirmed"),
        ("strength", 3, "3 of 3"),
        ("human", "law", "Required by law"),
        ("objective", "1.1", "1.1"),
    ],
)
def test_a_part_of_a_row_is_said_in_words(app, name, value, said):
    with app.test_request_context("/en/"):
        assert in_words(name, value) == said


def test_a_source_in_a_row_is_cited_and_not_told_by_its_key(app):
    with app.test_request_context("/en/"):
        row = {"key": "sfs/2009:400#K25P1", "role": "causes", "certainty": "inference"}
        said = Speaker({}, {}).row("barrier", row)

    assert "sfs/" not in said
    assert said.endswith("Causes the barrier · to be confirmed")


def test_every_word_within_rows_is_of_a_list_that_there_is():
    from kb.web.field_labels import _ROW_WORDS

    assert {words for lists in _ROW_WORDS.values() for words in lists} <= LABELS.keys()
