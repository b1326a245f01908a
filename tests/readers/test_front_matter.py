"""YAML read as text: nothing is converted, and what cannot be read is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.front_matter import MAX_CHARACTERS, Document, Fault, Node, read_document, read_yaml


def document(front: str, body: str = "") -> str:
    return f"---\n{front}\n---\n{body}"


def values(node: Node):
    """The bare values of *node*, without their lines."""
    if isinstance(node.value, dict):
        return {key: values(inner) for key, inner in node.value.items()}
    if isinstance(node.value, list):
        return [values(inner) for inner in node.value]
    return node.value


def fault_of(read, text: str) -> Fault:
    with pytest.raises(Fault) as found:
        read(text)
    return found.value


@pytest.mark.parametrize(
    "scalar",
    [
        "1999:45", "2024-01-01", "2024-01-01T10:00:00Z", "no", "yes", "on", "off", "true", "null",
        "~", "012", "0x1F", "1_000", "1e3", "3.20", ".5", ".inf", "sfs/2009:400#K10P2a", "=",
    ],
)  # fmt: skip
def test_every_scalar_stays_the_text_that_was_written(scalar):
    assert values(read_yaml(f"key: {scalar}")) == {"key": scalar}


def test_keys_stay_text_as_well():
    assert values(read_yaml("no: a\n1: b\n2024-01-01: c")) == {
        "no": "a",
        "1": "b",
        "2024-01-01": "c",
    }


def test_an_empty_value_is_an_empty_text():
    assert values(read_yaml("key:\nother: ''")) == {"key": "", "other": ""}


def test_a_text_over_several_lines_becomes_one_line():
    assert values(read_yaml("key: >\n  one\n  two\n\n  three")) == {"key": "one two three"}


def test_lists_and_mappings_keep_their_shape():
    text = "a: [x, {b: y}]\nc:\n  - d: z"

    assert values(read_yaml(text)) == {"a": ["x", {"b": "y"}], "c": [{"d": "z"}]}


def test_every_value_knows_its_line():
    root = read_yaml("a: x\nb:\n  - y\n  - c: z")

    (first, second) = root.value["b"].value
    assert (root.line, root.value["a"].line, first.line, second.value["c"].line) == (1, 1, 3, 4)


def test_lines_of_front_matter_are_counted_from_the_top_of_the_file():
    assert read_document(document("a: x\nb: y")).front.value["b"].line == 3


@pytest.mark.parametrize(
    "text", ["a: &name x", "a: *name", "a: &name x\nb: *name", "a: x\nb: [&name y]"]
)
def test_anchors_and_aliases_are_refused(text):
    assert "Anchors" in fault_of(read_yaml, text).message


def test_a_small_file_that_would_blow_up_is_refused():
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*a, *a]\n" for c in "bcdefgh")

    assert fault_of(read_yaml, bomb).line == 1


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!binary", "!!int", "!x"]
)
def test_a_tag_makes_no_object(tag):
    assert values(read_yaml(f"a: {tag} x")) == {"a": "x"}


def test_a_merge_key_merges_nothing():
    assert values(read_yaml("a: x\n<<: {a: y, b: z}")) == {"a": "x", "<<": {"a": "y", "b": "z"}}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("# only a comment", 1, "empty"),
        ("a: x\nb: [x", 2, "Not YAML"),
        ("a: x\n\tb: y", 2, "Not YAML"),
        ("a: x\nb: 'y", 2, "Not YAML"),
        ("a: x\nb: y: z", 2, "Not YAML"),
        ("a: \x00", 1, "Not YAML"),
        ("a: x\n---\nb: y", 2, "Not YAML"),
        ("a: x\nb: y\na: z", 3, "The key 'a' stands twice."),
        ("a: x\n? [b]\n: y", 2, "A key must be a single text."),
        ("{[a]: b}", 1, "A key must be a single text."),
        ('a: x\nb: "\\U99999999"', 1, "Not YAML"),
        ("%YAML " + "9" * 5_000 + ".1\n---\na: x", 1, "Not YAML"),
        ("a: " + "[" * 1_000 + "]" * 1_000, 1, "nested too deep"),
        ('a: x\nb: "half \\ud800"', 2, "cannot be stored"),
        ('a: x\nb: "nul \\0"', 2, "cannot be stored"),
        ('a: x\n"\\ud800": y', 2, "cannot be stored"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_reason(text, line, reason):
    fault = fault_of(read_yaml, text)

    assert (fault.line, reason in fault.message) == (line, True)


def test_a_file_longer_than_the_limit_is_refused():
    assert read_yaml("a" * MAX_CHARACTERS)

    assert "longer than" in fault_of(read_yaml, "a" * (MAX_CHARACTERS + 1)).message


def test_a_body_is_read_part_by_part():
    body = "\n# text (sv)\n\nEtt *stycke*.\n\n## Rubrik\n\n# text (en)  \nA paragraph.\n"

    assert read_document(document("a: x", body)).parts == {
        ("text", "sv"): "Ett *stycke*.\n\n## Rubrik",
        ("text", "en"): "A paragraph.",
    }


def test_a_heading_of_the_text_is_no_part():
    body = "# text (sv)\n\n# Ingen del\n\n# text (de)\n"

    assert read_document(document("a: x", body)).parts == {
        ("text", "sv"): "# Ingen del\n\n# text (de)"
    }


def test_a_file_may_have_no_body():
    assert read_document(document("a: x")).parts == {}


def test_a_line_of_hyphens_in_the_body_ends_nothing():
    parts = read_document(document("a: x", "# text (sv)\n\nFörst\n\n---\n\nSedan")).parts

    assert parts == {("text", "sv"): "Först\n\n---\n\nSedan"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "begin with a line of three hyphens"),
        ("a: x", 1, "begin with a line of three hyphens"),
        ("---\na: x\n", 1, "no closing line"),
        (document("a: x\nb: [x"), 3, "Not YAML"),
        (document("a: x\na: y"), 3, "The key 'a' stands twice."),
        (document("a: x", "hej\n# text (sv)"), 4, "The body must begin with a heading"),
        (document("a: x", "# text (sv)\nx\n\n# text (sv)"), 7, "stands twice"),
        (document("a: x", "# text (sv)\nx\nhalf \x00"), 6, "cannot be stored"),
    ],
)
def test_a_broken_document_is_told_with_its_line_and_reason(text, line, reason):
    fault = fault_of(read_document, text)

    assert (fault.line, reason in fault.message) == (line, True)


YAML_PIECES = st.sampled_from(
    [
        *"ab-?:[]{},!|>'\"\\#%@`*&\n\t\x00\x85\u2028\ufeff\ud800",
        *("b: ", "- ", "? ", "  ", "&x ", "*x", "!!str ", "|\n", ">\n", "\\U", "\\x", "ffffffff"),
        *("%YAML 1.1\n", "---\n", "...\n", "<<: ", "# text (sv)\n", "1999:45"),
    ]
)


@given(st.lists(YAML_PIECES, max_size=25).map("".join))
def test_a_document_of_any_front_matter_is_read_or_told_as_a_fault(front):
    try:
        found = read_document(document(front, "# text (sv)\n\nx"))
    except Fault as fault:
        assert fault.line >= 1  # noqa: PT017
        assert fault.message  # noqa: PT017
    else:
        assert isinstance(found, Document)


@given(st.one_of(st.text(max_size=200), st.lists(YAML_PIECES, max_size=25).map("".join)))
def test_any_text_is_read_as_a_document_or_told_as_a_fault(text):
    try:
        found = read_document(text)
    except Fault as fault:
        assert 1 <= fault.line <= text.count("\n") + 2  # noqa: PT017
    else:
        assert isinstance(found, Document)
