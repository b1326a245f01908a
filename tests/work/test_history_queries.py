"""What happened to a barrier and what belongs to it, read out of the history."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kb.barriers.staff_queries import get_barrier
from kb.db.paging import Page
from kb.errors import NotFound
from kb.models import Action, ActionBarrier, BarrierMember, Case, CaseBarrier
from kb.records.note_operations import write_note
from kb.records.operations import changing
from kb.security.actor import SYSTEM
from kb.text.differences import PieceKind
from kb.words import CaseRelation, Duty, Language, Pair, Role, State, TextField
from kb.work.audit_queries import Sought, count_log, list_log
from kb.work.history_queries import (
    CONTACTS,
    Happening,
    count_events,
    difference,
    hidden_from,
    list_events,
    list_related,
    list_versions,
    map_names,
    said_by,
    state_at,
)
from tests.makers import make_barrier, make_terms, says
from tests.staff import actor_of, make_user
from tests.statements import counted

CODE = "H-2026-901"
QUESTIONS = (Pair("Ett?", "One?"), Pair("Två?", "Two?"))
EVERYTHING = frozenset()
LONG = "En lång text som säger en hel del om hindret och om lagen bakom det, ord för ord."


@pytest.fixture
def person(session):
    return make_user(session, Role.LEGAL, "Karin Lind")


@pytest.fixture
def actor(person):
    return actor_of(person)


def opened(session):
    session.flush()
    session.expire_all()
    return get_barrier(session, SYSTEM, CODE)


def change(session, actor, **values):
    barrier = opened(session)
    with changing(session, actor, barrier):
        for name, value in values.items():
            setattr(barrier, name, value)


def events(session, happening=None, hidden=EVERYTHING):
    related = list_related(session, opened(session))
    total = count_events(session, related, happening)
    return list_events(session, related, Page(1, total), happening, hidden)


def test_the_newest_comes_first_with_who_what_and_when(session, person, actor):
    make_barrier(session, code=CODE, title=Pair("Förr", ""))
    change(session, actor, title_sv="Nu")

    newest, oldest = events(session)

    assert (newest.who, newest.verb, newest.version) == ("Karin Lind", "changed", 2)
    assert [(each.name, each.before, each.after) for each in newest.changes] == [
        ("title_sv", "Förr", "Nu")
    ]
    assert newest.at.tzinfo is UTC
    assert (oldest.who, oldest.verb) == (None, "created")


def test_what_happens_to_cases_and_actions_of_the_barrier_is_told_too(session, actor):
    barrier = make_barrier(session, code=CODE)
    make_barrier(session, code="H-2026-902")
    case, action = Case(code="F-2026-901"), Action(code="P-2026-901")
    session.add_all([case, action])
    session.flush()
    session.add(
        CaseBarrier(
            case_id=case.id, barrier_id=barrier.id, position=0, relation=CaseRelation.PROVES
        )
    )
    session.add(ActionBarrier(action_id=action.id, barrier_id=barrier.id))
    write_note(session, actor, case, "En anteckning.")
    write_note(session, actor, action, "En till.")

    told = [(event.kind, event.code, event.verb) for event in events(session)]

    assert told == [
        ("action", "P-2026-901", "noted"),
        ("case", "F-2026-901", "noted"),
        ("barrier", CODE, "created"),
    ]
    assert [event.code for event in events(session, Happening.CASE)] == ["F-2026-901"]
    assert [event.code for event in events(session, Happening.CHANGE)] == [CODE]
    assert len(events(session, Happening.NOTE)) == 2
    assert events(session, Happening.MOVE) == []


def test_a_page_of_the_history_takes_one_statement(session, actor):
    make_barrier(session, code=CODE)
    change(session, actor, title_sv="Nu")
    related = list_related(session, opened(session))
    session.expunge_all()

    with counted(session.get_bind()) as sent:
        list_events(session, related, Page(1, 2))

    assert len(sent) == 1


def test_who_told_us_is_hidden_from_those_who_may_not_know(session, actor):
    barrier = make_barrier(session, code=CODE)
    session.add(BarrierMember(barrier_id=barrier.id, user_id=actor.user_id, duty=Duty.CONTRIBUTOR))
    change(session, actor, reported_by="Anna på kommunen", title_sv="Nu")
    outsider = actor_of(make_user(session, Role.ADVOCACY))
    barrier = opened(session)
    # Who may read it without working with the barrier asks for it on its page.
    assert hidden_from(actor_of(make_user(session, Role.ADMIN)), barrier) == CONTACTS

    hidden = hidden_from(outsider, barrier)

    assert hidden == CONTACTS
    assert hidden_from(actor, barrier) == EVERYTHING
    newest = events(session, hidden=hidden)[0]
    assert [each.name for each in newest.changes] == ["title_sv"]
    found = difference(session, opened(session), 1, 2, hidden)
    assert [each.name for each in found] == ["title_sv"]
    state = state_at(session, opened(session), datetime.now(UTC), hidden)
    assert "reported_by" not in state


def test_versions_are_listed_once_each_whatever_else_was_done(session, actor):
    barrier = make_barrier(session, code=CODE)
    write_note(session, actor, barrier, "En anteckning.")
    change(session, actor, title_sv="Nu")

    versions = list_versions(session, opened(session))

    assert [(version.number, version.verb, version.who) for version in versions] == [
        (2, "changed", "Karin Lind"),
        (1, "created", None),
    ]


def test_between_two_versions_the_first_before_and_the_last_after_are_told(session, actor):
    make_barrier(session, code=CODE, title=Pair("Ett", ""))
    for title in ("Två", "Tre", "Fyra"):
        change(session, actor, title_sv=title)

    (found,) = difference(session, opened(session), 1, 3)

    assert (found.name, found.before, found.after) == ("title_sv", "Ett", "Tre")


def test_what_was_changed_back_is_no_difference(session, actor):
    make_barrier(session, code=CODE, title=Pair("Ett", ""))
    for title in ("Två", "Ett"):
        change(session, actor, title_sv=title)

    assert difference(session, opened(session), 1, 3) == []


def test_the_other_way_round_before_and_after_change_places(session, actor):
    make_barrier(session, code=CODE)
    change(session, actor, state=State.RESOLVED)

    (found,) = difference(session, opened(session), 2, 1)

    assert (found.before, found.after) == ("resolved", "open")


def test_a_long_text_differs_word_by_word(session, actor):
    make_barrier(session, code=CODE, texts=says(TextField.ANALYSIS, LONG, "Text."))
    barrier = opened(session)
    with changing(session, actor, barrier):
        text = next(each for each in barrier.texts if each.language is Language.SV)
        text.body_md = LONG.replace("hel del", "liten del")

    (found,) = difference(session, opened(session), 1, 2)

    assert found.name == "analysis_sv"
    told = [(piece.kind, piece.text) for piece in found.pieces if piece.kind is not PieceKind.SAME]
    assert told == [(PieceKind.REMOVED, "hel"), (PieceKind.ADDED, "liten")]


def test_a_list_differs_by_the_rows_that_came_and_went(session, actor):
    make_barrier(session, code=CODE, questions=QUESTIONS)
    barrier = opened(session)
    with changing(session, actor, barrier):
        del barrier.questions[0]
        barrier.questions[0].position = 0

    (found,) = difference(session, opened(session), 1, 2)

    assert found.is_list
    assert [row["question_en"] for row in found.removed] == ["One?"]
    assert found.added == ()


@pytest.mark.parametrize(("first", "last"), [(1, 9), (9, 1), (0, 1)])
def test_a_version_that_never_was_is_not_found(session, first, last):
    make_barrier(session, code=CODE)

    with pytest.raises(NotFound):
        difference(session, opened(session), first, last)


def test_reasons_and_notes_are_told_but_are_no_difference(session, actor):
    make_barrier(session, code=CODE)
    barrier = opened(session)
    with changing(session, actor, barrier, verb="moved") as moved:
        moved.told["reason"] = [None, "Därför."]
        barrier.title_sv = "Nu"

    assert [each.name for each in difference(session, opened(session), 1, 2)] == ["title_sv"]
    assert ("reason", "Därför.") in [(each.name, each.after) for each in events(session)[0].changes]


def test_the_record_as_it_was_says_what_it_said_then(session, actor):
    make_terms(session, ("sector", "school"), ("sector", "care"))
    make_barrier(
        session,
        code=CODE,
        title=Pair("Ett", ""),
        terms=(("sector", "school"),),
        questions=QUESTIONS,
    )
    then = events(session)[0].at
    change(session, actor, title_sv="Två")
    barrier = opened(session)
    with changing(session, actor, barrier):
        barrier.questions.clear()
        barrier.title_sv = "Tre"

    state = state_at(session, opened(session), then)

    assert state["title_sv"] == "Ett"
    assert state["terms"] == ["sector/school"]
    assert [row["question_en"] for row in state["questions"]] == ["One?", "Two?"]
    said = {field.name: field.after for field in said_by(state)}
    assert said["title_sv"] == "Ett"
    assert "title_en" not in said


def test_as_of_now_the_record_says_what_it_says(session, actor):
    make_barrier(session, code=CODE)
    change(session, actor, title_sv="Nu")

    state = state_at(session, opened(session), datetime.now(UTC) + timedelta(minutes=1))

    assert state["title_sv"] == "Nu"


def test_before_it_was_logged_there_was_no_record(session):
    make_barrier(session, code=CODE)

    assert state_at(session, opened(session), datetime(2020, 1, 1, tzinfo=UTC)) is None


def test_names_stand_for_ids_of_people_and_labels_for_keys_of_terms(session, person):
    make_terms(session, ("sector", "school"))

    names = map_names(session)

    assert names.people == {person.id: "Karin Lind"}
    assert names.terms == {"sector/school": {"sv": "school", "en": "school"}}


@pytest.mark.parametrize(
    ("sought", "verbs"),
    [
        ({}, ["changed", "created"]),
        ({"verb": "created"}, ["created"]),
        ({"kind": "user"}, []),
        ({"code": CODE}, ["changed", "created"]),
        ({"code": "H-2026-902"}, []),
        ({"since": datetime(2020, 1, 1).date()}, ["changed", "created"]),
        ({"until": datetime(2020, 1, 1).date()}, []),
        ({"since": date.min, "until": date.max}, ["changed", "created"]),
        ({"since": date.max}, []),
        ({"until": date.min}, []),
    ],
)
def test_the_log_is_searched_by_what_to_what_and_when(session, actor, sought, verbs):
    admin = actor_of(make_user(session, Role.ADMIN))
    make_barrier(session, code=CODE)
    change(session, actor, title_sv="Nu")
    asked = Sought(**sought)

    total = count_log(session, admin, asked)

    assert total == len(verbs)
    assert [event.verb for event in list_log(session, admin, asked, Page(1, total))] == verbs


def test_the_log_is_searched_by_who(session, person, actor):
    admin = actor_of(make_user(session, Role.ADMIN))
    make_barrier(session, code=CODE)
    change(session, actor, title_sv="Nu")

    found = list_log(session, admin, Sought(user_id=person.id), Page(1, 1))

    assert [event.who for event in found] == ["Karin Lind"]
