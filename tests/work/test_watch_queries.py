"""What has moved: lines of registers, and what a citation could know of them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kb.models import LawFinding
from kb.words import CitationRole, FindingKind, State, WorkState
from tests.law.book import FIRST, SECOND, TEXT, THIRD, statute, take
from tests.makers import cites, make_barrier
from tests.work.watching import KEY, NEXT_YEAR, amended, citing, known_book, news, told, watch


@pytest.mark.parametrize(
    ("cited", "note"),
    [
        ("K6P37", "ändr. 6 kap. 37 §"),
        ("K6P37S1", "ändr. 6 kap. 37 §"),
        ("K6P37S2N1", "ändr. 6 kap. 37 §"),
        ("K6", "ändr. 6 kap. 37 §"),
        ("K6", "ny 6 kap. 39 §"),
        ("K6P37", "ändr. 6 kap."),
        ("K6P37", "nuvarande 6 kap. 37 § betecknas 6 kap. 39 §"),
        ("P3", "ändr. 3 §"),
        ("P3a", "ändr. 3 a §"),
    ],
)
def test_a_line_that_touches_what_a_barrier_cites_is_one_finding(session, cited, note):
    known_book(session)
    barrier = citing(session, cited)

    news(session, note)

    findings = watch(session)
    assert [finding.barrier_id for finding in findings] == [barrier.id]
    assert told(findings) == amended(cited)


@pytest.mark.parametrize(
    ("cited", "note"),
    [
        ("K6P38", "ändr. 6 kap. 37 §"),
        ("K6P3", "ändr. 6 kap. 37 §"),
        ("K5P37", "ändr. 6 kap. 37 §"),
        ("K5", "ändr. 6 kap. 37 §"),
        ("K6P37", "ändr. 6 a kap."),
        ("K1", "ändr. 11 kap. 1 §"),
        ("P37", "ändr. 6 kap. 37 §"),
        ("K6P37", "ändr. 37 §"),
        ("P3", "ändr. 3 a §"),
        ("P3a", "ändr. 3 §"),
        ("K6P37", "omtryck"),
        ("sfs/2017:725", "ändr. 6 kap. 37 §"),
        ("sfs/2009:400#K6P37", "ändr. 6 kap. 37 §"),
    ],
)
def test_a_line_that_touches_a_neighbour_is_no_finding(session, cited, note):
    known_book(session)
    take(session, statute("2009:400", "Offentlighets- och sekretesslag", text=TEXT))
    citing(session, cited)

    news(session, note)

    assert watch(session) == []


def test_several_provisions_of_one_amending_act_are_one_finding(session):
    known_book(session)
    citing(session, "K6P37", "K6P38", "K5P37")

    news(session, "ändr. 6 kap. 37, 38 §§")

    assert told(watch(session)) == amended("K6P37", "K6P38")


def test_what_one_act_amends_and_repeals_is_one_finding_of_a_repeal(session):
    known_book(session)
    citing(session, "K6P37", "K6P38")

    news(session, "upph. 6 kap. 38 §; ändr. 6 kap. 37 §")

    ((kind, cause, keys, _day),) = told(watch(session))
    assert (kind, cause, len(keys)) == (FindingKind.REPEALED, "sfs/2025:638", 2)


def test_two_amending_acts_are_two_findings(session):
    known_book(session)
    citing(session, "K6P37")

    news(session, "ändr. 6 kap. 37 §")
    news(session, "ändr. 6 kap. 37 §", number="2025:900", on=THIRD)

    assert [finding.cause for finding in watch(session)] == ["sfs/2025:638", "sfs/2025:900"]


def test_each_of_two_barriers_has_its_own_finding(session):
    known_book(session)
    barriers = {citing(session, "K6P37").id, citing(session, "K6").id}

    news(session, "ändr. 6 kap. 37 §")

    assert {finding.barrier_id for finding in watch(session)} == barriers


def test_nothing_is_found_twice(session):
    known_book(session)
    citing(session, "K6P37")
    news(session, "ändr. 6 kap. 37 §")
    watch(session)

    assert watch(session) == []
    assert len(session.scalars(select(LawFinding)).all()) == 1


def test_a_provision_that_is_repealed_is_told_so(session):
    known_book(session)
    citing(session, "K6P37")

    news(session, "upph. 6 kap. 37 §")

    assert told(watch(session)) == amended("K6P37", kind=FindingKind.REPEALED)


def test_an_act_that_is_repealed_touches_whatever_cites_it(session):
    known_book(session)
    whole = citing(session, KEY)
    part = citing(session, "K6P37S1")

    news(session, "upph.")

    findings = watch(session)
    assert {finding.barrier_id for finding in findings} == {whole.id, part.id}
    assert {finding.kind for finding in findings} == {FindingKind.REPEALED}


def test_what_the_first_import_tells_of_the_past_is_no_news(session):
    citing(session, "K6P37")

    known_book(session)

    assert watch(session) == []


def test_the_lines_of_a_first_register_are_no_news(session):
    take(session, statute(text=TEXT), on=SECOND)
    citing(session, "K6P37")

    take(session, statute(register=[("2020:1", "2020-07-01", "ändr. 6 kap. 37 §")]), on=FIRST)

    assert watch(session) == []


def test_a_first_line_that_takes_effect_after_the_source_before_it_is_news(session):
    take(session, statute("2024:921", "Förordning om stöd"))
    barrier = citing(session, "sfs/2024:921#P1")

    upph = [("2025:110", "2025-07-01", "upph.")]
    take(session, statute("2024:921", "Förordning om stöd", register=upph), on=SECOND)

    (finding,) = watch(session)
    assert (finding.barrier_id, finding.kind) == (barrier.id, FindingKind.REPEALED)
    assert (finding.cause, finding.happens_on) == ("sfs/2025:110", "2025-07-01")


def test_a_line_of_long_ago_that_only_now_tells_what_it_touches_is_no_news(session):
    take(session, statute(register=[("1999:1", "1999-07-01", "")]))
    citing(session, "K6P37")

    line = ("1999:1", "1999-07-01", "ändr. 6 kap. 37 §")
    take(session, statute(register=[line]), on=SECOND)

    assert watch(session) == []


def test_a_line_to_come_that_only_now_tells_what_it_touches_is_news(session):
    take(session, statute(register=[("2025:638", "2025-08-01", "")]))
    citing(session, "K6P37")

    line = ("2025:638", "2025-08-01", "ändr. 6 kap. 37 §")
    take(session, statute(register=[line]), on=SECOND)

    assert told(watch(session)) == amended("K6P37", day="2025-08-01")


def test_an_amendment_that_is_announced_is_found_from_the_first_import(session):
    citing(session, "K6P37")

    take(session, statute(register=[("2025:638", NEXT_YEAR, "ändr. 6 kap. 37 §")]))

    assert told(watch(session)) == amended("K6P37", day=NEXT_YEAR)


@pytest.mark.parametrize(
    ("known_on", "is_found"),
    [("2025-06-30", True), ("2025-07-01", False), ("2025", False), ("2024", True), (None, True)],
)
def test_a_citation_knows_the_law_of_the_day_that_the_catalogue_checked_it(
    session, known_on, is_found
):
    known_book(session)
    citing(session, "K6P37", checked_on=known_on)

    news(session, "ändr. 6 kap. 37 §")

    assert bool(watch(session)) is is_found


def test_the_day_of_a_citation_goes_before_that_of_its_barrier(session):
    known_book(session)
    old = replace(cites(f"{KEY}#K6P37"), as_of="2019-01-01")
    make_barrier(session, citations=(old,), checked_on="2026-01-01")

    assert [finding.cause for finding in watch(session)] == ["sfs/2020:1"]


def test_preparatory_works_are_not_watched(session):
    known_book(session)
    make_barrier(session, citations=(cites(f"{KEY}#K6P37", CitationRole.PREPARATORY),))

    news(session, "ändr. 6 kap. 37 §")

    assert watch(session) == []


@pytest.mark.parametrize(
    "ended",
    [
        {"state": State.RESOLVED},
        {"work_state": WorkState.RESOLVED},
        {"work_state": WorkState.DUPLICATE},
        {"work_state": WorkState.NOT_PURSUED},
    ],
)
def test_a_barrier_that_has_ended_is_not_watched(session, ended):
    known_book(session)
    barrier = citing(session, "K6P37")
    for name, value in ended.items():
        setattr(barrier, name, value)

    news(session, "ändr. 6 kap. 37 §")

    assert watch(session) == []
