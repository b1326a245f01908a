"""Logging barriers and revising them: who may, what is checked, what is kept."""

from datetime import date

import pytest
from sqlalchemy import select

from kb.barriers.edit_drafts import (
    FlowSectionDraft,
    LawDraft,
    ObjectivesDraft,
    RelationsDraft,
    ReportDraft,
    Score,
    ScoresDraft,
    TypedImpact,
)
from kb.barriers.edit_operations import begin_barrier, revise_barrier
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Barrier, BarrierMember, Revision
from kb.readers.drafts import RelationDraft
from kb.records.editions import Edition
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS
from kb.words import (
    Certainty,
    Channel,
    Direction,
    Duty,
    Pair,
    Relation,
    Role,
    StakeUnit,
    State,
    TextField,
    WorkState,
)
from tests.makers import make_barrier, make_terms
from tests.staff import actor_of, make_user
from tests.statements import counted

REPORT = ReportDraft(working_title="Skolan får inte veta")
EMPTY = Pair("", "")
FLOW = FlowSectionDraft(
    sender=Pair("Socialtjänsten", ""), receiver=EMPTY, data=EMPTY, purpose=EMPTY, gap=EMPTY
)


@pytest.fixture
def author(session):
    return actor_of(make_user(session, Role.ADVOCACY))


@pytest.fixture
def lawyer(session):
    return actor_of(make_user(session, Role.LEGAL))


@pytest.fixture
def barrier(session, author):
    return begin_barrier(session, author, REPORT)


def revise(session, actor, barrier, *sections):
    return revise_barrier(session, actor, barrier, barrier.version, *sections)


def reloaded(session, barrier):
    session.flush()
    session.expire_all()
    return find_record(session, Barrier, barrier.code)


def revisions_of(session, barrier):
    return session.scalars(
        select(Revision).where(Revision.code == barrier.code).order_by(Revision.id)
    ).all()


def test_a_logged_barrier_is_a_draft_that_its_author_owns(session, author, barrier):
    found = reloaded(session, barrier)

    assert found.code.startswith("H-")
    assert found.work_state is WorkState.DRAFT
    assert found.state is State.OPEN
    assert (found.author_id, found.owner_id) == (author.user_id, author.user_id)
    assert [revision.verb for revision in revisions_of(session, found)] == ["created"]


def test_no_two_barriers_get_the_same_code(session, author, barrier):
    assert begin_barrier(session, author, REPORT).code != barrier.code


def test_a_barrier_without_a_working_title_is_refused_and_says_which_field(session, author):
    with pytest.raises(Invalid) as refused:
        begin_barrier(session, author, ReportDraft(working_title=""))

    assert refused.value.field == "working_title"


def test_the_public_logs_no_barrier(session):
    with pytest.raises(Forbidden):
        begin_barrier(session, ANONYMOUS, REPORT)


def test_everything_that_is_reported_is_kept(session, author, barrier):
    make_terms(session, ("kind", "information-sharing"), ("sector", "school"))
    report = ReportDraft(
        working_title="Ny titel",
        working_summary="Det händer.",
        kinds=("information-sharing",),
        sectors=("school",),
        reported_by="En kommun",
        channel=Channel.MEMBER,
        reported_on=date(2026, 2, 1),
        internal="**Viktigt**",
        workaround="De ringer.",
    )

    revise(session, author, barrier, report)

    found = reloaded(session, barrier)
    assert found.working_title == "Ny titel"
    assert {(term.scheme, term.key) for term in found.terms} == {
        ("kind", "information-sharing"),
        ("sector", "school"),
    }
    assert {text.field: text.body_html for text in found.texts} == {
        TextField.INTERNAL: "<p><strong>Viktigt</strong></p>",
        TextField.WORKAROUND: "<p>De ringer.</p>",
    }


def test_a_section_leaves_the_others_as_they_were(session, author, barrier):
    revise(session, author, barrier, ReportDraft(working_title="Titel", internal="Text"))

    revise(session, author, barrier, ScoresDraft(reach=Score(value=2, reason="Alla")))

    found = reloaded(session, barrier)
    assert found.working_title == "Titel"
    assert len(found.texts) == 1
    assert (found.reach, found.reach_reason) == (2, "Alla")


def test_several_sections_make_one_revision(session, author, barrier):
    revise(session, author, barrier, ReportDraft(working_title="Ny"), FLOW)

    last = revisions_of(session, barrier)[-1]
    assert {"working_title", "flow"} <= set(last.changes)
    assert len(revisions_of(session, barrier)) == 2


def test_saving_what_is_already_there_writes_nothing(session, author, barrier):
    version = barrier.version

    revise(session, author, barrier, REPORT)

    assert barrier.version == version
    assert len(revisions_of(session, barrier)) == 1


def test_a_minor_change_is_told_as_one(session, author, barrier):
    small = Edition(barrier.version, is_minor=True)
    revise_barrier(session, author, barrier, small, ReportDraft(working_title="Rättstavat"))

    assert revisions_of(session, barrier)[-1].is_minor


def test_an_older_version_is_not_saved_over_a_newer(session, author, barrier):
    with pytest.raises(Conflict):
        revise_barrier(session, author, barrier, barrier.version + 7, REPORT)


def test_another_in_advocacy_may_not_change_it(session, barrier):
    other = actor_of(make_user(session, Role.ADVOCACY))

    with pytest.raises(Forbidden):
        revise(session, other, barrier, REPORT)


def test_the_team_may_change_it(session, barrier):
    user = make_user(session, Role.ADVOCACY)
    barrier.members.append(BarrierMember(user_id=user.id, duty=Duty.CONTRIBUTOR))
    session.flush()

    revise(session, actor_of(user), barrier, ReportDraft(working_title="Av gruppen"))

    assert barrier.working_title == "Av gruppen"


def test_legal_changes_whatever_barrier_there_is(session, lawyer, barrier):
    revise(session, lawyer, barrier, LawDraft(practice_reason="Praxis"))

    assert barrier.practice_reason == "Praxis"


def test_an_objective_that_does_not_exist_is_named_by_its_row(session, author, barrier):
    impact = TypedImpact(
        objective="99.9",
        direction=Direction.BLOCKS,
        strength=1,
        reason=Pair("Därför", ""),
        certainty=Certainty.INFERENCE,
    )

    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, ObjectivesDraft(impacts=(impact,)))

    assert refused.value.field == "impacts-0-objective"


def test_barriers_are_tied_to_each_other(session, author, barrier):
    other = make_barrier(session)
    tie = RelationDraft(barrier=other.code, relation=Relation.PART_OF)

    revise(session, author, barrier, RelationsDraft(relations=(tie,)))

    found = reloaded(session, barrier).relations
    assert [(row.other.code, row.relation) for row in found] == [(other.code, Relation.PART_OF)]


def test_a_barrier_is_not_tied_to_itself(session, author, barrier):
    tie = RelationDraft(barrier=barrier.code, relation=Relation.RELATED)

    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, RelationsDraft(relations=(tie,)))

    assert refused.value.field == "relations-0-barrier"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ScoresDraft(severity=Score(value=3)), "severity_reason"),
        (ScoresDraft(severity=Score(value=5, reason="x")), "severity"),
        (ScoresDraft(reach=Score(reason="x")), "reach"),
        (ScoresDraft(stake_from=1), "stake_unit"),
        (ScoresDraft(stake_from=1, stake_unit=StakeUnit.SEK), "stake_year"),
        (ScoresDraft(stake_to=1, stake_unit=StakeUnit.SEK, stake_year=2026), "stake_source"),
        (
            ScoresDraft(
                stake_from=2,
                stake_to=1,
                stake_unit=StakeUnit.SEK,
                stake_year=2026,
                stake_source="Budget",
            ),
            "stake_to",
        ),
    ],
)
def test_a_figure_needs_what_it_rests_on(session, author, barrier, draft, field):
    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, draft)

    assert refused.value.field == field


def test_the_first_year_needs_no_reason_but_a_changed_one_a_new_reason(session, author, barrier):
    revise(session, author, barrier, ScoresDraft(horizon_year=2028))

    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, ScoresDraft(horizon_year=2029))

    assert refused.value.field == "horizon_reason"
    revise(session, author, barrier, ScoresDraft(horizon_year=2029, horizon_reason="Utredning"))
    with pytest.raises(Invalid):
        revise(session, author, barrier, ScoresDraft(horizon_year=2030, horizon_reason="Utredning"))


def test_a_retired_term_stays_but_is_not_chosen_anew(session, author, barrier):
    make_terms(session, ("sector", "school"))
    school = ReportDraft(working_title="Titel", sectors=("school",))
    revise(session, author, barrier, school)
    barrier.terms[0].valid_until = "2020-01-01"
    session.flush()

    revise(session, author, barrier, ReportDraft(working_title="Annan", sectors=("school",)))

    assert [term.key for term in barrier.terms] == ["school"]
    other = begin_barrier(session, author, REPORT)
    with pytest.raises(Invalid) as refused:
        revise(session, author, other, school)
    assert refused.value.field == "sectors"


@pytest.mark.parametrize("text", ["[" * 20_000, "x" * 2_000_000])
def test_a_text_that_cannot_be_rendered_is_refused_and_names_its_field(
    session, author, barrier, text
):
    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, ReportDraft(working_title="Titel", internal=text))

    assert refused.value.field == "internal"


def test_saving_sends_a_known_number_of_statements(session, database, author, barrier):
    session.flush()
    session.expire_all()
    found = find_record(session, Barrier, barrier.code)

    with counted(database.engine) as sent:
        revise(session, author, found, ReportDraft(working_title="Ny titel"))

    # Terms; the record and its version; the end of the chain and the revision; index; followers.
    assert len(sent) <= 9, sent
