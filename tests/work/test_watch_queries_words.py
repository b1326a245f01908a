"""What has moved beside the registers: words, acts that end, matters now in force."""

import pytest

from kb.words import Effect, FindingKind, Stage, State
from tests.law.book import FIRST, SECOND, TEXT, THIRD, statute, take
from tests.makers import event, make_matter
from tests.work.watching import KEY, NEXT_YEAR, amended, citing, easing, known_book, told, watch


def test_words_that_differ_are_a_finding_by_the_act_that_they_name_with_its_day(session):
    line = ("2025:700", "2025-08-01", "")
    take(session, statute(text=TEXT, register=[line]))
    barrier = citing(session, "K6P37")
    citing(session, "K6P38")

    new = TEXT.replace("anställd att besluta.", "anställd att besluta. Lag (2025:700).")
    take(session, statute(text=new), on=SECOND)

    findings = watch(session)
    assert [finding.barrier_id for finding in findings] == [barrier.id]
    assert told(findings) == amended("K6P37", cause="sfs/2025:700", day="2025-08-01")


def test_words_and_register_of_one_act_are_one_finding(session):
    take(session, statute(text=TEXT))
    citing(session, "K6P37")

    new = TEXT.replace("anställd att besluta.", "anställd att besluta. Lag (2025:700).")
    lines = [("2025:700", "2025-08-01", "ändr. 6 kap. 37 §")]
    take(session, statute(text=new, register=lines), on=SECOND)

    assert told(watch(session)) == amended("K6P37", cause="sfs/2025:700", day="2025-08-01")


def test_words_that_differ_without_an_act_are_one_finding_for_each_change(session):
    take(session, statute(text=TEXT))
    citing(session, "K6P37")
    take(session, statute(text=TEXT.replace("en anställd", "anställda")), on=SECOND)
    first = told(watch(session))

    take(session, statute(text=TEXT.replace("en anställd", "personal")), on=THIRD)

    assert first == amended("K6P37", cause=f"{KEY}#K6P37@{FIRST}", day=None)
    assert told(watch(session)) == amended("K6P37", cause=f"{KEY}#K6P37@{SECOND}", day=None)


def test_a_mended_text_of_the_same_act_is_not_laid_to_that_act(session):
    new = TEXT.replace("anställd att besluta.", "anställd att besluta. Lag (2022:638).")
    take(session, statute(text=new))
    citing(session, "K6P37")

    take(session, statute(text=new.replace("en anställd", "anställda")), on=SECOND)

    assert [finding.cause for finding in watch(session)] == [f"{KEY}#K6P37@{FIRST}"]


def test_from_a_section_that_is_gone_nothing_is_concluded(session):
    take(session, statute(text=TEXT))
    citing(session, "K6P38")

    take(session, statute(text=TEXT.partition("#### 38 §")[0]), on=SECOND)

    assert watch(session) == []


def test_a_section_that_comes_with_a_later_act_is_a_finding_and_its_neighbour_none(session):
    take(session, statute(text=TEXT.partition("#### 38 §")[0]))
    barrier = citing(session, "K6P38")
    citing(session, "K6P37")

    take(session, statute(text=f"{TEXT}\nLag (2025:700).\n"), on=SECOND)

    (finding,) = watch(session)
    assert (finding.barrier_id, finding.cause) == (barrier.id, "sfs/2025:700")


def test_a_section_that_comes_as_an_old_act_left_it_is_no_finding(session):
    take(session, statute(text=TEXT.partition("#### 38 §")[0]))
    citing(session, "K6P38")

    take(session, statute(text=f"{TEXT}\nLag (2019:700).\n"), on=SECOND)

    assert watch(session) == []


def test_words_that_a_barrier_checked_later_has_seen_are_no_news(session):
    take(session, statute(text=TEXT))
    citing(session, "K6P37", checked_on="2025-10-01")
    barrier = citing(session, "K6P37", checked_on="2025-06-30")

    take(session, statute(text=TEXT.replace("en anställd", "anställda")), on=SECOND)

    assert [finding.barrier_id for finding in watch(session)] == [barrier.id]


def test_an_act_that_ends_by_its_own_terms_is_found_once(session):
    take(session, statute("2024:1", "Lag om försök", utgar_datum="2030-12-31"))
    citing(session, "sfs/2024:1#P1", "sfs/2024:1#P2")
    citing(session, "sfs/2024:2#P1")

    (finding,) = watch(session)

    assert (finding.kind, finding.cause) == (FindingKind.EXPIRES, "sfs/2024:1")
    assert (finding.happens_on, len(finding.keys)) == ("2030-12-31", 2)
    assert watch(session) == []


def test_a_matter_in_force_that_would_remove_a_barrier_is_a_finding_and_no_change(session):
    matter = make_matter(session, event(Stage.IN_FORCE, "2025-01-01"))
    barrier = easing(session, matter)
    version = barrier.version

    (finding,) = watch(session)

    assert (finding.kind, finding.cause) == (FindingKind.RESOLUTION, matter.code)
    assert finding.happens_on == "2025-01-01"
    assert (barrier.state, barrier.version) == (State.OPEN, version)


def test_a_matter_whose_act_the_register_dates_is_in_force_then(session):
    known_book(session)
    matter = make_matter(session, event(Stage.PROMULGATED, "2020-05-01", document="sfs/2020:1"))
    easing(session, matter)

    (finding,) = watch(session)

    assert (finding.cause, finding.happens_on) == (matter.code, "2020-07-01")


@pytest.mark.parametrize(
    ("happened", "barrier"),
    [
        (event(Stage.IN_FORCE, NEXT_YEAR), {}),
        (event(Stage.IN_FORCE, "2025-01-01", is_planned=True), {}),
        (event(Stage.IN_FORCE), {}),
        (event(Stage.BILL, "2025-01-01"), {}),
        (event(Stage.IN_FORCE, "2025-01-01"), {"effect": Effect.WOULD_WORSEN}),
        (event(Stage.IN_FORCE, "2025-01-01"), {"checked_on": "2025-02-01"}),
        (event(Stage.IN_FORCE, "2025-01-01"), {"state": State.RESOLVED}),
        (
            event(Stage.IN_FORCE, "2025-01-01"),
            {"effect": Effect.PARTLY, "state": State.PARTLY_RESOLVED},
        ),
    ],
)
def test_a_matter_that_is_not_to_ease_or_not_yet_in_force_is_no_finding(session, happened, barrier):
    easing(session, make_matter(session, happened), **barrier)

    assert watch(session) == []
