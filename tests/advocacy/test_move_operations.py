"""Moving actions and recording what became of asks: every way, and what each leaves behind."""

from itertools import product

import pytest
from sqlalchemy import select

from kb.advocacy.move_operations import move_action, record_ask_outcome
from kb.advocacy.operations import save_action
from kb.clock import today
from kb.errors import Conflict, Forbidden, Invalid, Missing, NotFound
from kb.models import Action, Notification, Revision
from kb.readers.drafts import ActionDraft, AskDraft
from kb.records.moves import NO_ANSWERS, Evidence
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.security.transitions import TRANSITIONS, Machine
from kb.words import ActionState, AskOutcome, Certainty, News, Pair, Role
from tests.barriers.moving import answers
from tests.security.test_transitions import TABLE
from tests.staff import actor_of, make_user

WAYS = {
    machine: [way.name for way in TRANSITIONS if way.machine is machine]
    for machine in (Machine.ACTION, Machine.ASK)
}


def make_action(
    session, state=ActionState.PLANNED, outcome=AskOutcome.OPEN, code="P-2027-001"
) -> Action:
    """A saved action with one ask, loaded whole."""
    ask = AskDraft(
        text=Pair("Ändra lagen.", "Change the act."),
        target=None,
        matter=None,
        outcome=outcome,
        outcome_on=None,
        outcome_note=None,
        outcome_key=None,
        certainty=Certainty.VERIFIED,
    )
    draft = ActionDraft(
        code=code,
        title=Pair("Ett brev", "A letter"),
        state=state,
        started_on=None,
        ended_on=None,
        barriers=(),
        matters=(),
        objectives=(),
        counterparts=(),
        asks=(ask,),
    )
    save_action(session, SYSTEM, draft)
    session.flush()
    session.expunge_all()
    return find_record(session, Action, code)


def expected_of(machine, name, state) -> str:
    sources, target, _ = TABLE[machine][name]
    return target if state in sources.split() else "Conflict"


@pytest.mark.parametrize(
    ("role", "state", "name"), list(product(Role, ActionState, WAYS[Machine.ACTION]))
)
def test_every_way_of_an_action_ends_as_the_table_says(session, role, state, name):
    actor = actor_of(make_user(session, role))
    action = make_action(session, state)

    try:
        move_action(session, actor, action, name, answers())
        found = action.state.value
    except Conflict:
        found = "Conflict"

    assert found == expected_of(Machine.ACTION, name, state)


@pytest.mark.parametrize(("state", "name"), list(product(AskOutcome, WAYS[Machine.ASK])))
def test_every_way_of_an_ask_ends_as_the_table_says(session, state, name):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    action = make_action(session, outcome=state)

    try:
        record_ask_outcome(session, actor, action, (1, name), answers())
        found = action.asks[0].outcome.value
    except Conflict:
        found = "Conflict"

    assert found == expected_of(Machine.ASK, name, state)


@pytest.mark.parametrize("name", ["finish-action", "drop-action"])
def test_all_that_an_action_lacks_is_told(session, name):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    action = make_action(session, ActionState.DOING)

    with pytest.raises(Missing) as refused:
        move_action(session, actor, action, name, NO_ANSWERS)

    assert refused.value.needs == ("reason" if name == "drop-action" else "happened-on",)


def test_an_action_that_begins_says_when_and_one_that_is_done_as_well(session):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    action = make_action(session)

    move_action(session, actor, action, "begin-action", NO_ANSWERS)
    move_action(session, actor, action, "finish-action", answers(happened_on="2026-03"))

    assert (action.started_on, action.ended_on) == (today().isoformat(), "2026-03")


def test_a_dropped_action_keeps_the_reason_and_its_owner_is_told(session):
    owner, other = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    action = make_action(session)
    action.owner_id = owner.id
    session.flush()

    move_action(session, actor_of(other), action, "drop-action", answers(reason="Too late."))

    note = session.scalars(select(Notification)).one()
    assert action.state_reason == "Too late."
    assert (note.user_id, note.news) == (owner.id, News.MOVED)


def test_the_outcome_of_an_ask_has_a_day_words_and_a_source(session):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    action = make_action(session)

    record_ask_outcome(session, actor, action, (1, "met"), answers())

    ask = action.asks[0]
    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (ask.outcome_on, ask.outcome_note_sv) == ("2026-02", "Genom en lag.")
    assert (ask.outcome_key, ask.outcome_page) == ("prop/2021/22:125", "s. 45")
    assert (last.verb, last.changes["ask"]) == ("moved", [None, 1])


def test_an_outcome_without_a_numbered_source_is_refused(session):
    actor = actor_of(make_user(session, Role.ADVOCACY))
    action, named = make_action(session), Evidence(None, "Ett samtal", "")

    with pytest.raises(Invalid) as refused:
        record_ask_outcome(session, actor, action, (1, "met"), answers(evidence=named))

    assert refused.value.field == "evidence"


def test_an_ask_that_is_not_there_is_not_found(session):
    actor = actor_of(make_user(session, Role.ADVOCACY))

    with pytest.raises(NotFound):
        record_ask_outcome(session, actor, make_action(session), (2, "met"), answers())


def test_the_public_moves_neither_actions_nor_asks(session):
    action = make_action(session)

    with pytest.raises(Forbidden):
        move_action(session, ANONYMOUS, action, "begin-action", NO_ANSWERS)
    with pytest.raises(Forbidden):
        record_ask_outcome(session, ANONYMOUS, action, (1, "met"), answers())


def test_whoever_begins_an_action_that_nobody_owns_owns_it(session):
    somebody, another = (make_user(session, Role.ADVOCACY) for _ in range(2))
    ownerless = make_action(session)
    move_action(session, actor_of(somebody), ownerless, "begin-action", NO_ANSWERS)
    owned = make_action(session, code="P-2027-002")
    owned.owner_id = another.id

    move_action(session, actor_of(somebody), owned, "begin-action", NO_ANSWERS)

    owners = dict(session.execute(select(Action.code, Action.owner_id)).all())
    assert owners == {"P-2027-001": somebody.id, "P-2027-002": another.id}
