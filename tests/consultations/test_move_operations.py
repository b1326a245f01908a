"""Our answer to a consultation: every way, and what each leaves behind."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import select

from kb.consultations.move_operations import move_response
from kb.consultations.response_queries import Asked, find_response
from kb.errors import Conflict, Forbidden, Invalid, Missing
from kb.models import Matter, Notification, Response, Revision
from kb.records.moves import NO_ANSWERS
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.security.transitions import TRANSITIONS, Machine
from kb.words import News, ResponseState, Role
from tests.barriers.moving import answers
from tests.makers import make_matter
from tests.security.test_transitions import TABLE
from tests.staff import actor_of, make_user

WAYS = [way for way in TRANSITIONS if way.machine is Machine.RESPONSE]


def matter_in(session, state: ResponseState | None) -> Matter:
    """A matter whose consultation we answer so far; None before anything is decided."""
    code = make_matter(session).code
    session.flush()
    session.expunge_all()
    matter = find_record(session, Matter, code)
    if state is not None:
        session.add(Response(matter_id=matter.id, state=state))
        session.flush()
    return matter


@pytest.mark.parametrize(
    ("role", "state", "way"),
    list(product(Role, [None, *ResponseState], WAYS)),
    ids=lambda item: getattr(item, "name", str(item)),
)
def test_every_way_of_an_answer_ends_as_the_table_says(session, role, state, way):
    user = make_user(session, role)
    matter = matter_in(session, state)
    sources, target, _ = TABLE[Machine.RESPONSE][way.name]
    starts = state or ResponseState.NOT_DECIDED

    try:
        said = answers(owner_id=user.id, happened_on="2026-02-03")
        move_response(session, actor_of(user), Asked(matter=matter), way.name, said)
        found = find_response(session, SYSTEM, matter).state.value
    except Conflict:
        found = "Conflict"

    assert found == (target if starts in sources.split() else "Conflict")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_all_that_an_answer_lacks_is_told_and_no_row_is_left(session, way):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    starts = way.sources
    state = None if ResponseState.NOT_DECIDED in starts else min(starts)
    matter = matter_in(session, state)

    with pytest.raises(Missing) as refused:
        move_response(session, actor, Asked(matter=matter), way.name, NO_ANSWERS)

    assert refused.value.needs == way.needs
    assert len(session.scalars(select(Response)).all()) == (1 if state else 0)


def test_whoever_is_to_write_the_answer_is_told(session):
    lead, writer = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    matter = matter_in(session, None)

    move_response(
        session, actor_of(lead), Asked(matter=matter), "answer", answers(owner_id=writer.id)
    )

    told = session.scalars(select(Notification)).one()
    assert (told.user_id, told.news) == (writer.id, News.ASSIGNED)
    assert find_response(session, actor_of(lead), matter).owner_id == writer.id


def test_an_answer_that_is_being_written_can_be_handed_on(session):
    first, second = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    matter = matter_in(session, None)
    move_response(
        session, actor_of(first), Asked(matter=matter), "answer", answers(owner_id=first.id)
    )

    move_response(
        session, actor_of(first), Asked(matter=matter), "hand-on", answers(owner_id=second.id)
    )

    response = find_response(session, SYSTEM, matter)
    assert (response.state, response.owner_id) == (ResponseState.ANSWERING, second.id)
    told = [(row.user_id, row.news) for row in session.scalars(select(Notification))]
    assert told == [(second.id, News.ASSIGNED)]


def test_the_history_of_the_matter_tells_of_it(session):
    writer = make_user(session, Role.ADVOCACY)
    matter = matter_in(session, None)

    move_response(
        session, actor_of(writer), Asked(matter=matter), "answer", answers(owner_id=writer.id)
    )

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (last.verb, last.code) == ("moved", matter.code)
    assert last.changes["response"] == ["not-decided", "answering"]


def test_an_answer_that_was_sent_has_its_day_and_keeps_its_writer(session):
    writer = make_user(session, Role.ADVOCACY)
    matter = matter_in(session, None)
    move_response(
        session, actor_of(writer), Asked(matter=matter), "answer", answers(owner_id=writer.id)
    )

    move_response(
        session, actor_of(writer), Asked(matter=matter), "send", answers(happened_on="2026-02-03")
    )

    response = find_response(session, SYSTEM, matter)
    assert (response.sent_on, response.owner_id) == (date(2026, 2, 3), writer.id)


def test_an_answer_that_was_declined_has_its_reason(session):
    matter = matter_in(session, None)

    move_response(
        session, SYSTEM, Asked(matter=matter), "decline", answers(reason="Not our field.")
    )

    assert find_response(session, SYSTEM, matter).reason == "Not our field."


@pytest.mark.parametrize("text", ["2026", "2026-02", "2026-02-30", "2999-01-01"])
def test_a_day_that_is_not_whole_or_has_not_come_is_refused(session, text):
    matter = matter_in(session, ResponseState.ANSWERING)

    with pytest.raises(Invalid) as refused:
        move_response(session, SYSTEM, Asked(matter=matter), "send", answers(happened_on=text))

    assert refused.value.field == "happened_on"


def test_a_closed_account_writes_no_answer(session):
    gone = make_user(session, Role.ADVOCACY)
    gone.is_active = False
    session.flush()

    matter, said = matter_in(session, None), answers(owner_id=gone.id)

    with pytest.raises(Invalid) as refused:
        move_response(session, SYSTEM, Asked(matter=matter), "answer", said)

    assert refused.value.field == "owner"


def test_the_public_knows_of_no_answer_and_moves_none(session):
    matter = matter_in(session, ResponseState.ANSWERING)

    assert find_response(session, ANONYMOUS, matter) is None
    with pytest.raises(Forbidden):
        move_response(session, ANONYMOUS, Asked(matter=matter), "send", answers())
