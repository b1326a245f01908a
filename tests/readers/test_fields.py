"""Fields of a mapping: a missing, wrong or unknown one is a fault on its own line."""

from enum import StrEnum

import pytest

from kb.readers.fields import Fields, read_pair
from kb.readers.front_matter import Fault, read_yaml
from kb.words import Pair


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def fields(text: str) -> Fields:
    return Fields(read_yaml(text))


def fault_of(read) -> Fault:
    with pytest.raises(Fault) as found:
        read()
    return found.value


def test_only_a_mapping_has_fields():
    assert "mapping" in fault_of(lambda: fields("- a\n- b")).message


@pytest.mark.parametrize(
    ("text", "read", "value"),
    [
        ("key: x", lambda f: f.text("key"), "x"),
        ("key: x", lambda f: f.optional_text("key"), "x"),
        ("key:", lambda f: f.optional_text("key"), None),
        ("other: x", lambda f: f.optional_text("key"), None),
        ("key: [x, y]", lambda f: f.texts("key"), ("x", "y")),
        ("key:", lambda f: f.texts("key"), ()),
        ("other: x", lambda f: f.texts("key"), ()),
        ("key: 2022-07", lambda f: f.date("key"), "2022-07"),
        ("other: x", lambda f: f.date("key"), None),
        ("key: 1", lambda f: f.number("key", 1, 3), 1),
        ("key: 3", lambda f: f.number("key", 1, 3), 3),
        ("key: [1, 3]", lambda f: f.numbers("key", 1, 3), (1, 3)),
        ("other: x", lambda f: f.numbers("key", 1, 3), ()),
        ("key: yes", lambda f: f.claim("key"), True),
        ("key: no", lambda f: f.claim("key"), False),
        ("other: x", lambda f: f.claim("key"), False),
        ("key: red", lambda f: f.word("key", Colour), Colour.RED),
        ("other: x", lambda f: f.word("key", Colour, Colour.BLUE), Colour.BLUE),
        ("key: {sv: å, en: o}", lambda f: f.pair("key"), Pair("å", "o")),
        ("other: x", lambda f: f.optional_pair("key"), None),
        ("key: [{sv: å, en: o}]", lambda f: f.pairs("key"), (Pair("å", "o"),)),
        ("key: {a: x}", lambda f: f.one("key", lambda inner: inner.text("a")), "x"),
        ("other: x", lambda f: f.one("key", lambda inner: inner.text("a")), None),
        ("key: [{a: x}, {a: y}]", lambda f: f.many("key", lambda i: i.text("a")), ("x", "y")),
        ("other: x", lambda f: f.many("key", lambda i: i.text("a")), ()),
    ],
)
def test_a_right_value_is_read(text, read, value):
    assert read(fields(text)) == value


@pytest.mark.parametrize(
    ("value", "read", "reason"),
    [
        ("", lambda f: f.text("key"), "'key' is missing or empty"),
        ("[x]", lambda f: f.text("key"), "'key' must be a single text"),
        ("{a: x}", lambda f: f.optional_text("key"), "'key' must be a single text"),
        ("x", lambda f: f.texts("key"), "'key' must be a list"),
        ("[[x]]", lambda f: f.texts("key"), "'key' must be a list of texts"),
        ("['']", lambda f: f.texts("key"), "'key' must be a list of texts"),
        ("2022-13", lambda f: f.date("key"), "'2022-13' is no date"),
        ("in spring", lambda f: f.date("key"), "'in spring' is no date"),
        ("0", lambda f: f.number("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("4", lambda f: f.number("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("-1", lambda f: f.number("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("1.5", lambda f: f.number("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("9" * 5_000, lambda f: f.number("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("[1, two]", lambda f: f.numbers("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("[1, 4]", lambda f: f.numbers("key", 1, 3), "'key' must be a number from 1 to 3"),
        ("true", lambda f: f.claim("key"), "'key' must be yes or no"),
        ("green", lambda f: f.word("key", Colour), "one of red, blue; it is 'green'"),
        ("", lambda f: f.word("key", Colour), "one of red, blue; it is ''"),
        ("green", lambda f: f.word("key", Colour, Colour.RED), "one of red, blue"),
        ("{sv: å}", lambda f: f.pair("key"), "'en' is missing or empty"),
        ("{sv: '', en: o}", lambda f: f.pair("key"), "'sv' is missing or empty"),
        ("{sv: å, en: o, de: u}", lambda f: f.pair("key"), "'de' is not known here"),
        ("å", lambda f: f.optional_pair("key"), "mapping"),
        ("[x]", lambda f: f.many("key", lambda i: i.text("a")), "mapping"),
        ("{a: x}", lambda f: f.many("key", lambda i: i.text("a")), "'key' must be a list"),
        ("[{a: x, b: y}]", lambda f: f.many("key", lambda i: i.text("a")), "'b' is not known"),
        ("{a: x, b: y}", lambda f: f.one("key", lambda i: i.text("a")), "'b' is not known"),
    ],
)
def test_a_wrong_value_is_a_fault_with_its_reason(value, read, reason):
    fault = fault_of(lambda: read(fields(f"first: x\nkey: {value}")))

    assert reason in fault.message


@pytest.mark.parametrize(
    "read",
    [
        lambda f: f.date("key"),
        lambda f: f.number("key", 1, 3),
        lambda f: f.claim("key"),
        lambda f: f.word("key", Colour),
        lambda f: f.texts("key"),
        lambda f: f.optional_pair("key"),
        lambda f: f.many("key", lambda inner: inner.text("a")),
    ],
)
def test_a_fault_stands_on_the_line_of_its_key(read):
    assert fault_of(lambda: read(fields("first: x\nkey: wrong\nlast: x"))).line == 2


def test_what_is_missing_is_told_on_the_line_where_the_mapping_begins():
    root = read_yaml("first: x\nkey:\n  - a: x\n  - b: y")

    fault = fault_of(
        lambda: Fields(root).many("key", lambda f: (f.optional_text("b"), f.text("a")))
    )

    assert (fault.line, fault.message) == (4, "The key 'a' is missing or empty.")


def test_a_pair_that_must_be_there_and_is_not_is_told_by_its_key():
    assert "'title' is missing" in fault_of(lambda: fields("a: x").pair("title")).message


def test_a_key_that_nobody_asked_for_is_told_on_its_line():
    read = fields("known: x\nknwon: y")
    read.text("known")

    fault = fault_of(read.end)

    assert (fault.line, fault.message) == (2, "The key 'knwon' is not known here.")


def test_all_is_well_when_every_key_was_asked_for():
    read = fields("a: x\nb: y")
    read.text("a")
    read.optional_text("b")

    read.end()


def test_a_pair_can_be_read_by_itself():
    assert read_pair(read_yaml("{sv: å, en: o}")) == Pair("å", "o")
