"""Mentions in notes: who is called upon, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.mentions import MAX_HANDLE, MAX_MENTIONS, find_mentions, names_as_handles


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("Hej @eva.lind!", ["eva.lind"]),
        ("@eva, @bo och (@åsa-karin.öst).", ["eva", "bo", "åsa-karin.öst"]),
        ("Se @eva.lind. Och @Eva.Lind igen", ["eva.lind"]),
        ("@a2 -@eva", ["a2"]),
        ("**@eva** och _text_", ["eva"]),
        ("@A\u030asa", ["åsa"]),
        ("> @eva\n- @bo", ["eva", "bo"]),
        ("", []),
        ("@ eva @@bo @-x @.y", []),
    ],
)
def test_handles_are_found_in_order_and_none_twice(text, handles):
    assert find_mentions(text) == handles


@pytest.mark.parametrize(
    "text",
    [
        "eva@example.se",
        "eva.lind@kommun.example.se",
        "@eva@example.social",
        "https://example.se/@eva",
        "ord@eva",
        "\\@eva",
        "@eva_lind",
        "`@eva`",
        "`` ` @eva ``",
        "```\n@eva\n```",
        "~~~ text\n@eva\n~~~",
        "````\n```\n@eva\n````",
        "@" + "a" * (MAX_HANDLE + 1),
    ],
)
def test_code_addresses_and_words_call_upon_nobody(text):
    assert find_mentions(text) == []


@pytest.mark.parametrize("text", ["` @eva", "```\n@eva", "\\`@eva`", "`a\n\n@eva`", "`a` @eva `b`"])
def test_what_is_no_code_after_all_calls_upon_somebody(text):
    assert find_mentions(text) == ["eva"]


def test_a_note_calls_upon_no_more_than_fifty():
    text = " ".join(f"@kollega{number}" for number in range(80))

    assert find_mentions(text) == [f"kollega{number}" for number in range(MAX_MENTIONS)]


@given(st.text(alphabet="@aå.-_`~ \n\\1", max_size=80))
def test_a_handle_is_what_a_handle_may_be(text):
    for handle in find_mentions(text):
        assert handle[0].isalnum()
        assert handle[-1].isalnum()
        assert not set(handle) & set("_@` \n\\~")


@pytest.mark.parametrize(
    "part", ["@", "`", "```\n", "``` a\n", "@a.", "a-", "@a ", "\\`", "~~~\n", "`a``b"]
)
def test_long_texts_made_to_be_slow_come_to_an_end(part):
    assert len(find_mentions(part * (200_000 // len(part)))) <= MAX_MENTIONS


@pytest.mark.parametrize(
    ("name", "handles"),
    [
        ("Eva Lind", {"eva.lind"}),
        ("Åsa Maria Ek", {"åsa.ek", "asa.ek", "åsa.maria.ek", "asa.maria.ek"}),
        ("Eva", set()),
        ("Ann-Sofie Öst", {"ann-sofie.öst", "ann-sofie.ost"}),
    ],
)
def test_a_name_can_be_written_as_a_handle(name, handles):
    assert names_as_handles(name) == handles
