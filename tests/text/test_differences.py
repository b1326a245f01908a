"""Differences of two texts and the merge of three: nothing is lost, and nothing takes for ever."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.differences import MAX_WORDS, Clash, Merge, Piece, PieceKind, merge, word_diff
from kb.text.sentences import cut_sentences

TEXTS = st.text(alphabet="ab, .\n\r\tåÅ\u0308*", max_size=60)
#: Paragraphs of few words, so that much agrees and much is said twice.
PROSE = st.lists(
    st.lists(st.sampled_from(["en", "uppgift", "får", "lämnas", "ut", "."]), max_size=8).map(
        " ".join
    ),
    max_size=5,
).map("\n\n".join)
SAME, ADDED, REMOVED = PieceKind.SAME, PieceKind.ADDED, PieceKind.REMOVED


def pieces(*parts: tuple[PieceKind, str]) -> list[Piece]:
    return [Piece(*part) for part in parts]


def side(diff: list[Piece], kind: PieceKind) -> str:
    return "".join(piece.text for piece in diff if piece.kind in (SAME, kind))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("lika", "lika", pieces((SAME, "lika"))),
        ("", "ny", pieces((ADDED, "ny"))),
        ("gammal", "", pieces((REMOVED, "gammal"))),
        ("en dag", "en vecka", pieces((SAME, "en "), (REMOVED, "dag"), (ADDED, "vecka"))),
        ("a b c.", "a c.", pieces((SAME, "a "), (REMOVED, "b "), (SAME, "c."))),
        (
            "får ej",
            "får\u00a0ej",
            pieces((SAME, "får"), (REMOVED, " "), (ADDED, "\u00a0"), (SAME, "ej")),
        ),
        (
            "Ett.\n\nTvå.",
            "Ett.\n\nNytt.\n\nTvå.",
            pieces((SAME, "Ett.\n\n"), (ADDED, "Nytt.\n\n"), (SAME, "Två.")),
        ),
    ],
)  # fmt: skip
def test_what_stays_goes_and_comes_is_told_word_by_word(old, new, expected):
    assert word_diff(old, new) == expected


def test_a_phrase_that_was_replaced_is_one_change():
    diff = word_diff("Myndigheten får lämna ut.", "Myndigheten ska utan dröjsmål ge ut.")

    assert diff == pieces(
        (SAME, "Myndigheten "),
        (REMOVED, "får lämna"),
        (ADDED, "ska utan dröjsmål ge"),
        (SAME, " ut."),
    )


@given(TEXTS | PROSE, TEXTS | PROSE)
def test_both_texts_can_be_put_together_again_from_the_pieces(old, new):
    diff = word_diff(old, new)

    assert side(diff, REMOVED) == old
    assert side(diff, ADDED) == new


@given(PROSE, PROSE)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_a_kind(old, new):
    diff = word_diff(old, new)

    assert all(piece.text for piece in diff)
    assert all(one.kind is not other.kind for one, other in pairwise(diff))


@given(PROSE)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.kind for piece in word_diff(text, text)} <= {SAME}


def test_a_text_beyond_the_limit_counts_as_wholly_changed():
    old, new = "ord " * (MAX_WORDS + 1), "ord " * 3

    assert word_diff(old, new) == pieces((REMOVED, old), (ADDED, new))
    assert word_diff(new, old) == pieces((REMOVED, new), (ADDED, old))


def test_spaces_do_not_count_towards_the_limit():
    old = "ord " * (MAX_WORDS - 1)

    assert word_diff(old, old + "ny")[-1] == Piece(ADDED, "ny")


def many(seed: int, words: int, *, choice: int, line: int = 12) -> str:
    """Words out of so few that each stands there many times."""
    chance = random.Random(seed)
    return "".join(
        f"o{chance.randrange(choice)}" + (" " if n % line else "\n\n") for n in range(words)
    )


HOSTILE = [
    ("a " * MAX_WORDS, "a " * (MAX_WORDS - 1)),
    ("a " * MAX_WORDS, "b " + "a " * (MAX_WORDS - 2) + "b"),
    ("a b " * 10_000, "b a " * 10_000),
    ("a\n\n" * MAX_WORDS, "b\n\n" + "a\n\n" * 19_000),
    ("a\n\nb\n\n" * 10_000, "b\n\na\n\n" * 10_000),
    (many(1, MAX_WORDS, choice=2), many(2, MAX_WORDS, choice=2)),
    (many(1, MAX_WORDS, choice=300), many(2, MAX_WORDS, choice=300)),
    (many(1, MAX_WORDS, choice=MAX_WORDS, line=99_999), many(2, MAX_WORDS, choice=MAX_WORDS)),
    (" ".join(map(str, range(MAX_WORDS))), " ".join(map(str, range(MAX_WORDS, 0, -1)))),
    ("." * MAX_WORDS, ". " * MAX_WORDS),
    (" " * 200_000, "\n" * 200_000),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), HOSTILE)
def test_texts_made_to_be_slow_are_still_told_apart_rightly(old, new):
    diff = word_diff(old, new)

    assert side(diff, REMOVED) == old
    assert side(diff, ADDED) == new


@pytest.mark.parametrize(("old", "new"), HOSTILE)
def test_texts_made_to_be_slow_are_merged(old, new):
    assert merge("c " + old, new, old).text


def test_a_word_changed_in_every_paragraph_of_a_long_text_is_found_in_each():
    paragraphs = [f"Stycke {n} har ordet {many(n, 20, choice=50)}" for n in range(500)]
    old = "\n\n".join(paragraphs)
    new = old.replace("ordet", "termen")

    diff = word_diff(old, new)

    assert [piece.text for piece in diff if piece.kind is REMOVED] == ["ordet"] * 500


@given(PROSE, PROSE)
def test_what_only_one_changed_is_taken_as_it_is(base, changed):
    assert merge(base, changed, base) == Merge(changed, ())
    assert merge(base, base, changed) == Merge(changed, ())
    assert merge(base, changed, changed) == Merge(changed, ())


def test_changes_in_two_paragraphs_are_both_kept():
    base = "Ett stycke.\n\nEtt annat.\n\nDet sista."

    merged = merge(base, base.replace("Ett stycke", "Första"), base.replace("sista", "tredje"))

    assert merged == Merge("Första.\n\nEtt annat.\n\nDet tredje.", ())
    assert merged.is_clean


def test_changes_in_neighbouring_paragraphs_are_both_kept():
    assert merge("a b\n\nc d", "a x\n\nc d", "a b\n\ny d").text == "a x\n\ny d"


def test_changes_in_two_sentences_of_a_paragraph_are_both_kept():
    base = "Nämnden har en uppgift. Den får inte lämnas ut. Skolan behöver den."

    merged = merge(base, base.replace("Nämnden", "Regionen"), base.replace("Skolan", "Hemmet"))

    expected = "Regionen har en uppgift. Den får inte lämnas ut. Hemmet behöver den."
    assert merged == Merge(expected, ())


def test_a_sentence_that_both_changed_is_never_mixed():
    base = "Enligt 10 kap. 1 § OSL hindrar sekretessen det. Nämnden väntar."
    mine = "Enligt 26 kap. 1 § OSL hindrar sekretessen det. Nämnden väntar."
    theirs = "Enligt 10 kap. 1 § OSL får det ske. Nämnden väntar inte."

    merged = merge(base, mine, theirs)

    assert merged.conflicts == (Clash(mine, theirs),)
    assert merged.text == mine


def test_the_same_change_by_both_is_made_once():
    merged = merge("A b. C d. E f.", "X b. C d. Y f.", "X b. C d. E f.")

    assert merged == Merge("X b. C d. Y f.", ())


def test_a_paragraph_one_takes_out_while_the_other_changes_another_is_out():
    merged = merge("a\n\nb\n\nc\n\nd", "a\n\nc\n\nd", "a\n\nb\n\nc\n\nx")

    assert merged == Merge("a\n\nc\n\nx", ())


def test_one_place_changed_in_two_ways_is_a_clash_that_holds_both():
    merged = merge("Fristen är en vecka.", "Fristen är en månad.", "Fristen är en dag.")

    assert merged.conflicts == (Clash("Fristen är en månad.", "Fristen är en dag."),)
    assert merged.text == "Fristen är en månad."
    assert not merged.is_clean


def test_neighbouring_sentences_changed_by_two_people_clash():
    merged = merge("Den får. Den ska.", "Den får ej. Den ska.", "Den får. Den ska ej.")

    assert merged.conflicts == (Clash("Den får ej. Den ska.", "Den får. Den ska ej."),)


#: Parts of sentences that hold full stops, capitals and numbers without ending there.
LEGAL = st.sampled_from(
    [
        "10 kap. 1 § OSL", "21 kap. 7 § första st. TF", "art. 6.1 e i EU 2016/679", "bl.a. SKR",
        "prop. 2021/22:125 s. 45", "2 a kap. 8 § 1 SoL", "SFS 2009:400", "sekretessen", "hindrar",
        "Det", "får ske", "m.m.", "t.ex. Nämnden", "jfr 26 kap.", "(se dir. 2020:1)",
    ]
)  # fmt: skip
SENTENCE = st.tuples(st.lists(LEGAL, min_size=1, max_size=5), st.sampled_from([".", "?", ""])).map(
    lambda parts: " ".join(parts[0]) + parts[1]
)
SENTENCES = st.lists(SENTENCE, max_size=5)


@st.composite
def edits(draw):
    """A text of law, and two people's edits of it: sentences changed, added and taken out."""
    base = draw(SENTENCES)
    sides = []
    for _who in range(2):
        side = [draw(SENTENCE) if draw(st.booleans()) else each for each in base]
        if side and draw(st.booleans()):
            place = draw(st.integers(0, len(side) - 1))
            side[place : place + draw(st.integers(0, 1))] = draw(st.lists(SENTENCE, max_size=2))
        sides.append(side)
    gap = draw(st.sampled_from([" ", " ", "\n", "\n\n", "\n- "]))
    return tuple(gap.join(each) for each in (base, *sides))


@given(edits())
def test_every_sentence_of_a_merge_is_one_of_the_two_peoples_or_of_the_base(texts):
    written = {sentence.strip() for text in texts for sentence in cut_sentences(text)}

    sentences = map(str.strip, cut_sentences(merge(*texts).text))
    assert set(sentences) <= written | {""}


@given(edits())
def test_a_clash_holds_whole_sentences(texts):
    _base, mine, theirs = ({*map(str.strip, cut_sentences(text))} for text in texts)

    for clash in merge(*texts).conflicts:
        assert {*map(str.strip, cut_sentences(clash.mine))} <= mine | {""}
        assert {*map(str.strip, cut_sentences(clash.theirs))} <= theirs | {""}


@given(edits())
def test_sentences_and_what_lies_between_them_give_the_text(texts):
    assert ["".join(cut_sentences(text)) for text in texts] == list(texts)


def test_a_paragraph_one_takes_out_and_the_other_changes_is_a_clash():
    merged = merge("a\n\nb b b\n\nc", "a\n\nc", "a\n\nb x b\n\nc")

    assert len(merged.conflicts) == 1
    assert "x" in merged.conflicts[0].theirs


def test_two_who_each_add_a_last_paragraph_clash():
    merged = merge("a", "a\n\nmin", "a\n\nderas")

    assert merged.conflicts == (Clash("\n\nmin", "\n\nderas"),)


@given(PROSE, PROSE, PROSE)
def test_who_saves_first_does_not_decide_what_clashes(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert [(b, a) for a, b in one.conflicts] == list(other.conflicts)
    assert not one.is_clean or one.text == other.text


@given(PROSE, PROSE, PROSE)
def test_every_word_that_somebody_added_is_in_the_text_or_in_a_clash(base, mine, theirs):
    merged = merge(base, mine + " minord", theirs.replace("uppgift", "derasord"))

    kept = merged.text + " ".join(clash.theirs for clash in merged.conflicts)
    assert "minord" in kept
    assert ("derasord" in kept) is ("uppgift" in theirs)


def test_a_paragraph_beyond_the_limit_is_not_merged_by_words():
    base = "ord " * (MAX_WORDS + 1)
    mine, theirs = "min " + base, base + "deras"

    assert merge(base, mine, theirs) == Merge(mine, (Clash(mine, theirs),))
