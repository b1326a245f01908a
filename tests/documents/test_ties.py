"""Which documents follow on which, and why."""

from dataclasses import replace

import pytest

from kb.documents.ties import Side, find_ties
from kb.documents.title_keys import is_telling, title_key
from kb.words import DocumentKind, MatchReason, NamedIn

R = MatchReason


def side(number, kind, title="", dated_on="2021-01-01", **more) -> Side:
    return Side(
        id=number, kind=DocumentKind(kind), key=more.pop("key", None),
        title_key=title_key(title), dated_on=dated_on, **more,
    )  # fmt: skip


def tied(*sides) -> dict[tuple[int, int], list[MatchReason]]:
    return {(tie.earlier, tie.later): [why for why, _ in tie.reasons] for tie in find_ties(sides)}


REPORT = side(1, "report", "En säker ordning för digitala beslut i kommuner", key="sou/2021:1")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (NamedIn.REGISTER, R.NAMED_IN_REGISTER),
        (NamedIn.TITLE, R.NUMBER_IN_TITLE),
        (NamedIn.TEXT, R.NUMBER_IN_TEXT),
    ],
)
def test_a_bill_follows_on_the_report_that_it_names(place, why):
    bill = side(2, "bill", "Digitala beslut", "2022-03-01", named=(("sou/2021:1", place),))

    assert tied(REPORT, bill) == {(1, 2): [why]}


def test_a_report_never_follows_on_a_bill():
    bill = side(2, "bill", key="prop/2020/21:5", dated_on="2020-10-01")
    report = replace(REPORT, named=(("prop/2020/21:5", NamedIn.TEXT),))

    assert tied(bill, report) == {}


def test_a_draft_to_the_council_and_a_bill_with_one_title_belong_together_for_a_year():
    draft = side(1, "council-draft", "Val i kommuner", "2022-01-28")
    soon, late = (
        side(2, "bill", "Val i kommuner", "2022-03"),
        side(3, "bill", "Val i kommuner", "2024-03"),
    )

    assert tied(draft, soon, late) == {(1, 2): [R.SAME_TITLE]}


def test_a_title_that_is_used_every_year_ties_nothing():
    drafts = [side(n, "council-draft", "Skatter i budgeten", f"{2010 + n}-09-01") for n in range(5)]
    bill = side(9, "bill", "Skatter i budgeten", "2014-10")

    assert tied(*drafts, bill) == {}


def test_a_short_title_that_two_reports_share_ties_no_bill():
    report = side(1, "report", "Ändringar i skollagen", "2021-01-01")
    bill = side(2, "bill", "Ändringar i skollagen", "2021-10")

    assert tied(report, bill) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Förslag om en säker ordning för digitala beslut i kommuner.", True),
        ("Förslag om en säker ordning för digital beslut i kommuner.", True),
        ("Förslag om en säker ordning för digitala beslut i regioner.", False),
        ("Förslag om digitala beslut i kommuner.", False),
    ],
)
def test_a_text_that_repeats_the_title_with_at_most_a_slip_is_told(text, found):
    bill = side(2, "bill", "Beslut", "2022-03", text=text)

    assert bool(tied(REPORT, bill)) is found


def test_what_a_statute_lists_together_follows_on_each_other():
    bill = side(1, "bill", key="prop/2021/22:125", dated_on="2022-03")
    committee = side(2, "committee-report", key="bet/2021/22:KU36", dated_on=None)
    statute = side(
        3, "statute", key="sfs/2022:629", dated_on="2022-05-25",
        named=(("prop/2021/22:125", NamedIn.REGISTER), ("bet/2021/22:KU36", NamedIn.REGISTER)),
    )  # fmt: skip

    assert tied(statute, bill, committee) == {
        (1, 3): [R.NAMED_IN_REGISTER],
        (2, 3): [R.NAMED_IN_REGISTER],
        (1, 2): [R.NAMED_IN_REGISTER],
    }


def test_an_amending_act_of_the_day_and_the_act_that_one_bill_names_is_tied_to_it():
    bill = side(
        1, "bill", dated_on="2022-03", in_force_on="2022-07-01",
        named=(("sfs/2017:725#K6P37", NamedIn.TEXT),),
    )  # fmt: skip
    statute = side(
        2, "statute", dated_on=None, in_force_on="2022-07-01",
        named=(("sfs/2017:725", NamedIn.REGISTER),),
    )  # fmt: skip

    assert tied(bill, statute) == {(1, 2): [R.SHARED_LAW, R.SAME_DAY_IN_FORCE]}
    # Where many acts are amended that day, nothing tells which of them is meant.
    others = [replace(statute, id=number) for number in range(3, 7)]
    assert tied(bill, statute, *others) == {}


@pytest.mark.parametrize(
    "title",
    [
        "En reform för datadelning",
        "Remiss av SOU 2023:96 En reform för datadelning",
        "Remiss SOU 2023:96 En reform för datadelning",
        "Remiss av betänkandet En reform för datadelning (SOU 2023:96)",
        "En reform för datadelning – SOU 2023:96",
    ],
)
def test_titles_are_the_same_without_numbers_and_lead_words(title):
    assert title_key(title) == "en reform för datadelning"


def test_a_long_title_is_cut_between_words():
    assert len(title_key("ord " * 60)) <= 120
    assert title_key("ord " * 60).endswith("ord")


def test_three_words_say_too_little():
    assert not is_telling("ändringar i skollagen")
    assert is_telling("en reform för datadelning")
