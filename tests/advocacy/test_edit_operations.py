"""Actions as staff keep them: asks keep their numbers and outcomes."""

from dataclasses import replace

import pytest

from kb.advocacy.edit_drafts import ActionAccountDraft, TypedAsk
from kb.advocacy.edit_operations import begin_action, revise_action, take_on_action
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Action
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS
from kb.words import ActionState, AskOutcome, Certainty, Pair, Role
from tests.makers import make_act, make_barrier, make_matter, make_terms
from tests.staff import actor_of, make_user

NOTHING = Pair("", "")


def ask(text: str, number: int | None = None, **more) -> TypedAsk:
    values = {"reference": "", "matter": "", "proposed_wording": ""}
    return TypedAsk(
        number=number,
        text=Pair(text, ""),
        certainty=Certainty.VERIFIED,
        **{**values, **more},
    )


DRAFT = ActionAccountDraft(title=Pair("En skrivelse", "A letter"), summary=NOTHING, kind="letter")


@pytest.fixture
def actor(session):
    make_terms(session, ("action-type", "letter"))
    return actor_of(make_user(session, Role.ADVOCACY))


def begun(session, actor, **more) -> Action:
    code = begin_action(session, actor, replace(DRAFT, **more)).code
    session.expunge_all()
    return find_record(session, Action, code)


def test_who_begins_an_action_owns_it_and_it_is_planned(session, actor):
    action = begun(session, actor)

    assert (action.state, action.owner_id) == (ActionState.PLANNED, actor.user_id)
    assert action.code.startswith("P-")


def test_an_action_serves_many_barriers_and_matters(session, actor):
    barriers = tuple(make_barrier(session).code for _ in range(2))
    matter = make_matter(session).code
    session.flush()

    action = begun(session, actor, barriers=barriers, matters=(matter,))

    assert tuple(each.code for each in action.barriers) == barriers
    assert [each.code for each in action.matters] == [matter]


def test_an_ask_keeps_its_number_when_others_go(session, actor):
    action = begun(session, actor, asks=(ask("Ett"), ask("Två"), ask("Tre")))

    kept = (ask("Två, ändrat", 2), ask("Tre", 3), ask("Fyra"))
    revise_action(session, actor, action, action.version, replace(DRAFT, asks=kept))

    told = [(each.number, each.text_sv) for each in action.asks]
    assert told == [(2, "Två, ändrat"), (3, "Tre"), (4, "Fyra")]


def test_an_ask_with_an_outcome_keeps_it_and_is_never_left_out(session, actor):
    action = begun(session, actor, asks=(ask("Ett"),))
    action.asks[0].outcome = AskOutcome.MET
    session.flush()

    revise_action(
        session, actor, action, action.version, replace(DRAFT, asks=(ask("Ett, tydligare", 1),))
    )
    assert (action.asks[0].text_sv, action.asks[0].outcome) == ("Ett, tydligare", AskOutcome.MET)
    with pytest.raises(Invalid) as error:
        revise_action(session, actor, action, action.version, DRAFT)
    assert error.value.field == "asks"


def test_a_target_is_read_as_lawyers_write_it(session, actor):
    make_act(session)

    action = begun(session, actor, asks=(ask("Ändra", reference="10 kap. 28 § OSL"),))

    assert action.asks[0].target == "sfs/2009:400#K10P28"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"asks": (ask("Ändra", reference="oläsligt"),)}, "asks-0-reference"),
        ({"asks": (ask("Ändra", matter="L-2099-001"),)}, "asks-0-matter"),
        ({"barriers": ("H-2099-001",)}, "barriers-0-code"),
        ({"started_on": "2026-05", "ended_on": "2026-04-01"}, "ended_on"),
        ({"kind": "no-such-kind"}, "kind"),
        ({"title": Pair("", "A letter")}, "title_sv"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(session, actor, wrong, field):
    with pytest.raises(Invalid) as error:
        begin_action(session, actor, replace(DRAFT, **wrong))

    assert error.value.field == field


def test_the_same_draft_again_writes_nothing(session, actor):
    action = begun(session, actor, asks=(ask("Ett"),))
    version = action.version

    revise_action(session, actor, action, version, replace(DRAFT, asks=(ask("Ett", 1),)))

    assert action.version == version


def test_an_action_without_an_owner_can_be_taken_on_and_another_cannot(session, actor):
    action = begun(session, actor)
    action.owner_id = None
    session.flush()
    other = actor_of(make_user(session, Role.LEGAL))

    take_on_action(session, other, action)

    assert action.owner_id == other.user_id
    with pytest.raises(Conflict):
        take_on_action(session, actor, action)


def test_strangers_begin_no_action(session):
    with pytest.raises(Forbidden):
        begin_action(session, ANONYMOUS, DRAFT)
