"""The outline of an act, chapter by chapter."""

from kb.law.outlines import outline_of
from kb.law.statute_queries import OutlinePart
from kb.words import PartKind


def part(kind, fragment="", barriers=0):
    return OutlinePart(kind=kind, fragment=fragment, heading="", has_text=True, barriers=barriers)


def shape(parts) -> list[tuple[str | None, list[str]]]:
    return [
        (group.chapter and group.chapter.fragment, [each.fragment for each in group.parts])
        for group in outline_of(parts)
    ]


def test_sections_stand_below_their_chapter():
    parts = [
        part(PartKind.CHAPTER, "K1"),
        part(PartKind.SECTION, "K1P1"),
        part(PartKind.CHAPTER, "K2"),
        part(PartKind.SECTION, "K2P1"),
    ]

    assert shape(parts) == [("K1", ["K1P1"]), ("K2", ["K2P1"])]


def test_an_act_without_chapters_is_one_group():
    parts = [part(PartKind.SECTION, "P1"), part(PartKind.SECTION, "P2")]

    assert shape(parts) == [(None, ["P1", "P2"])]


def test_what_stands_before_the_first_chapter_is_kept():
    parts = [part(PartKind.SECTION, "P1"), part(PartKind.CHAPTER, "K1")]

    assert shape(parts) == [(None, ["P1"]), ("K1", [])]


def test_loose_text_is_left_out():
    assert shape([part(PartKind.TEXT)]) == []


def test_a_chapter_counts_its_own_barriers_which_hold_those_of_its_sections():
    (group,) = outline_of(
        [part(PartKind.CHAPTER, "K1", barriers=2), part(PartKind.SECTION, "K1P1", barriers=1)]
    )

    assert group.barriers == 2


def test_a_group_without_a_chapter_counts_its_sections():
    (group,) = outline_of(
        [part(PartKind.SECTION, "P1", barriers=1), part(PartKind.SECTION, "P2", barriers=3)]
    )

    assert group.barriers == 4
