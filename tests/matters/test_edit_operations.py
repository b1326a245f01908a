"""Matters as staff keep them: steps in the order of their days, facts from imports kept."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kb.errors import Conflict, Forbidden, Invalid
from kb.inbox.follow_operations import follow_record
from kb.matters.edit_drafts import (
    BarrierEffectDraft,
    LawTieDraft,
    MatterAccountDraft,
    StepDraft,
)
from kb.matters.edit_operations import begin_matter, revise_matter, set_stage
from kb.matters.effect_operations import set_effects
from kb.models import Barrier, Follow, Matter, Revision
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import Certainty, CitationRole, Effect, Pair, Procedure, Role, Stage, Turn
from tests.makers import make_act, make_barrier, make_matter
from tests.staff import actor_of, make_user

NOTHING = Pair("", "")


def step(stage: Stage, date: str | None = None, **more) -> StepDraft:
    values = {
        "event_id": None,
        "until": None,
        "reference": "",
        "title": NOTHING,
        "turn": None,
        "is_planned": False,
        "certainty": Certainty.VERIFIED,
        "source": "regeringen.se",
    }
    return StepDraft(stage=stage, date=date, **{**values, **more})


DRAFT = MatterAccountDraft(title=Pair("Ett ärende", "A matter"), summary=NOTHING)


@pytest.fixture
def actor(session):
    return actor_of(make_user(session, Role.ADVOCACY))


def begun(session, actor, *steps, **more) -> Matter:
    matter = begin_matter(session, actor, replace(DRAFT, steps=steps, **more))
    code = matter.code
    session.expunge_all()
    return find_record(session, Matter, code)


def test_steps_stand_in_the_order_of_their_days(session, actor):
    matter = begun(
        session,
        actor,
        step(Stage.BILL, "2024-03"),
        step(Stage.DIRECTIVE, "2022-01-05"),
        step(Stage.REPORT, "2023"),
    )

    assert [each.stage for each in matter.events] == [Stage.DIRECTIVE, Stage.REPORT, Stage.BILL]
    assert matter.code.startswith("L-")


def test_a_document_is_read_as_lawyers_write_it(session, actor):
    matter = begun(session, actor, step(Stage.BILL, "2022", reference="prop. 2021/22:125"))

    assert matter.events[0].document == "prop/2021/22:125"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (step(Stage.BILL, reference="något annat"), "steps-0-document"),
        (step(Stage.CONSULTATION, "2024-05-01", until="2024-04-01"), "steps-0-until"),
    ],
)
def test_a_step_that_cannot_be_right_is_told_at_its_field(session, actor, wrong, field):
    with pytest.raises(Invalid) as error:
        begin_matter(session, actor, replace(DRAFT, steps=(wrong,)))

    assert error.value.field == field


def test_a_swedish_matter_has_no_number_of_an_eu_procedure(session, actor):
    with pytest.raises(Invalid):
        begin_matter(session, actor, replace(DRAFT, procedure_number="2022/0140(COD)"))

    matter = begun(session, actor, procedure=Procedure.EU, procedure_number="2022/0140(COD)")
    assert matter.procedure_number == "2022/0140(COD)"


def test_what_an_import_told_of_a_step_stays_while_its_document_does(session, actor):
    matter = begun(session, actor, step(Stage.BILL, "2022", reference="prop. 2021/22:125"))
    event = matter.events[0]
    event.observed_at = event.observed_at or matter.created_at
    session.flush()
    same = step(Stage.BILL, "2022-02-24", reference="prop. 2021/22:125", event_id=event.id)

    revise_matter(session, actor, matter, matter.version, replace(DRAFT, steps=(same,)))
    assert matter.events[0].observed_at is not None

    other = replace(same, reference="prop. 2021/22:126")
    revise_matter(session, actor, matter, matter.version, replace(DRAFT, steps=(other,)))
    assert matter.events[0].observed_at is None


def test_a_draft_that_changes_nothing_writes_nothing(session, actor):
    matter = begun(session, actor, step(Stage.BILL, "2022"))
    version, event = matter.version, matter.events[0]
    same = replace(DRAFT, steps=(step(Stage.BILL, "2022", event_id=event.id),))

    revise_matter(session, actor, matter, version, same)

    assert matter.version == version


def test_whoever_follows_a_matter_follows_the_one_that_continues_it(session, actor):
    old, new = make_matter(session), make_matter(session)
    session.flush()
    follow_record(session, actor, "matter", old.code)
    codes = old.code, new.code
    session.expunge_all()
    old = find_record(session, Matter, codes[0])

    revise_matter(session, actor, old, old.version, replace(DRAFT, continued_by=codes[1]))

    followed = session.scalars(select(Follow.record_id).order_by(Follow.id)).all()
    assert followed == [old.id, old.continued_by_id]


def test_a_matter_is_not_continued_by_itself(session, actor):
    matter = begun(session, actor)

    with pytest.raises(Invalid):
        revise_matter(
            session, actor, matter, matter.version, replace(DRAFT, continued_by=matter.code)
        )


def test_a_stage_is_set_by_hand_with_a_reason_alone(session, actor):
    matter = begun(session, actor, step(Stage.REPORT, "2022"))

    with pytest.raises(Invalid):
        set_stage(session, actor, matter, Stage.BILL, NOTHING)
    set_stage(session, actor, matter, Stage.BILL, Pair("Propositionen är muntligt aviserad.", ""))

    assert (matter.set_stage, matter.set_stage_by_id) == (Stage.BILL, actor.user_id)
    set_stage(session, actor, matter, None, NOTHING)
    assert (matter.set_stage, matter.set_stage_reason_sv) == (None, "")


def test_a_reference_that_nobody_can_read_stays_as_it_was_typed(session, actor):
    make_act(session)
    law = tuple(
        LawTieDraft(reference=text, role=CitationRole.WOULD_AMEND, note=NOTHING)
        for text in ("10 kap. 28 § OSL", "den nya lagen")
    )

    matter = begun(session, actor, law=law)

    told = [(each.key, each.text) for each in matter.citations]
    assert told == [("sfs/2009:400#K10P28", ""), (None, "den nya lagen")]


def test_what_a_matter_does_is_kept_with_each_barrier_and_by_whom(session, actor):
    matter = begun(session, actor)
    first, second = make_barrier(session).code, make_barrier(session).code
    session.flush()
    would = BarrierEffectDraft(barrier=first, effect=Effect.WOULD_REMOVE, note=NOTHING)
    worse = BarrierEffectDraft(barrier=second, effect=Effect.WOULD_WORSEN, note=NOTHING)

    assert set_effects(session, actor, matter, [would, worse]) == 2
    assert set_effects(session, actor, matter, [would]) == 1

    session.expunge_all()
    kept, ended = (find_record(session, Barrier, code) for code in (first, second))
    assert [row.effect for row in kept.effects] == [Effect.WOULD_REMOVE]
    assert kept.effects[0].assessed_by_id == actor.user_id
    assert ended.effects == []
    assert session.scalars(select(Revision.code).where(Revision.code == second)).all() != []


def test_a_barrier_that_does_not_exist_is_told_at_its_row(session, actor):
    matter = begun(session, actor)
    unknown = BarrierEffectDraft(barrier="H-2026-999", effect=Effect.UNKNOWN, note=NOTHING)

    with pytest.raises(Invalid) as error:
        set_effects(session, actor, matter, [unknown])

    assert error.value.field == "effects-0-barrier"


def test_whoever_is_second_is_told(session, actor):
    matter = begun(session, actor)

    with pytest.raises(Conflict):
        revise_matter(session, actor, matter, matter.version + 1, DRAFT)


def test_strangers_keep_no_matters(session):
    with pytest.raises(Forbidden):
        begin_matter(session, ANONYMOUS, DRAFT)


def test_a_turn_is_kept_with_its_step(session):
    matter = begun(session, SYSTEM, step(Stage.DECISION, "2024", turn=Turn.REJECTED))

    assert matter.events[0].turn is Turn.REJECTED
