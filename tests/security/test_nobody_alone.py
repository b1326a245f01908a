"""Four eyes hold whatever somebody does on their own, in whatever order they do it."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kb.barriers.bulk_operations import apply_bulk, begin_bulk, choose_change
from kb.barriers.bulk_plans import BulkChange, What
from kb.barriers.edit_drafts import (
    FlowSectionDraft,
    LadderDraft,
    LawDraft,
    ReportDraft,
    TypedCitation,
    TypedStep,
)
from kb.barriers.edit_operations import begin_barrier, revise_barrier
from kb.barriers.move_operations import move_barrier
from kb.barriers.past_queries import RECOGNISED
from kb.barriers.team_operations import Team, set_team, take_ownership
from kb.db.engine import open_database
from kb.errors import KbError
from kb.models import Barrier
from kb.publication.merge_operations import merge_barrier
from kb.records.queries import find_record
from kb.records.state import state_of
from kb.security.transitions import TRANSITIONS, Machine
from kb.words import (
    Blocked,
    Certainty,
    Channel,
    CitationRole,
    DecisionPart,
    Duty,
    HumanRequired,
    Pair,
    Role,
    WorkState,
)
from tests.barriers.moving import TERMS, answers, ready_barrier
from tests.makers import make_terms
from tests.staff import actor_of, make_user

WAYS = sorted({way.name for way in TRANSITIONS if way.machine is Machine.BARRIER} - {"merge"})
EMPTY = Pair("", "")
REPORT = ReportDraft(
    working_title="Ett hinder",
    working_summary="Det går inte.",
    kinds=("information-sharing",),
    channel=Channel.MEMBER,
)
LAW = LawDraft(
    citations=(
        TypedCitation(
            reference="10 kap. 28 § OSL", role=CitationRole.CAUSES, certainty=Certainty.INFERENCE
        ),
    ),
    root_causes=("secrecy",),
    remedies=("riksdag",),
)
SECTIONS = (
    LAW,
    FlowSectionDraft(
        sender=Pair("Skolan", ""),
        receiver=EMPTY,
        data=EMPTY,
        purpose=EMPTY,
        gap=EMPTY,
        secrecy="26 kap. 1 § OSL",
    ),
    LadderDraft(
        steps=(
            TypedStep(
                step=DecisionPart.APPEAL,
                blocked=Blocked.YES,
                human=HumanRequired.LAW,
                reference="40 § FL",
                certainty=Certainty.INFERENCE,
            ),
        )
    ),
)
#: Fields that say what law stands behind a barrier.
OF_THE_LAW = ("citations", "flow", "decision_steps", "practice_reason")


class Alone(RuleBasedStateMachine):
    """One member of staff who tries everything; *make* gives the barrier they try it on."""

    role = Role.LEGAL

    def __init__(self, database) -> None:
        super().__init__()
        self.session = database.writing()
        make_terms(self.session, *TERMS, ("remedy", "eu"))
        self.actor = actor_of(make_user(self.session, self.role))
        self.other = actor_of(make_user(self.session, Role.LEGAL))
        self.code = self.make()
        self.twin = self.begun()

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def make(self) -> str:
        return self.begun()

    def begun(self) -> str:
        """A barrier that the actor has logged, with the law that they propose."""
        barrier = begin_barrier(self.session, self.actor, REPORT)
        revise_barrier(self.session, self.actor, barrier, barrier.version, LAW)
        return barrier.code

    def barrier(self, code: str = "") -> Barrier:
        self.session.flush()
        self.session.expunge_all()
        return find_record(self.session, Barrier, code or self.code)

    def attempt(self, operation, *arguments) -> None:
        """Do what may be done; what is refused leaves nothing behind."""
        kept = self.session.begin_nested()
        try:
            operation(self.session, self.actor, *arguments)
        except KbError:
            kept.rollback()
        else:
            kept.commit()

    @rule(name=st.sampled_from(WAYS))
    def move(self, name: str) -> None:
        self.attempt(move_barrier, self.barrier(), name, answers(owner_id=self.actor.user_id))

    @rule()
    def merge(self) -> None:
        self.attempt(merge_barrier, self.barrier(), self.twin, "The same.")

    @rule()
    def swallow(self) -> None:
        self.attempt(merge_barrier, self.barrier(self.twin), self.code, "The same.")

    @rule(owner=st.sampled_from(["nobody", "me", "another"]), stays=st.booleans())
    def set_team(self, owner: str, stays: bool) -> None:
        ids = {"nobody": None, "me": self.actor.user_id, "another": self.other.user_id}
        duties = {self.actor.user_id: Duty.CONTRIBUTOR} if stays else {}
        barrier = self.barrier()
        team = Team(owner_id=ids[owner], duties=duties)
        self.attempt(set_team, barrier, barrier.version, team)

    @rule()
    def take_over(self) -> None:
        self.attempt(take_ownership, self.barrier())

    @rule(section=st.sampled_from(SECTIONS))
    def revise(self, section) -> None:
        barrier = self.barrier()
        self.attempt(revise_barrier, barrier, barrier.version, section)

    @rule(value=st.sampled_from(["remedy/eu", "root-cause/secrecy"]))
    def add_in_bulk(self, value: str) -> None:
        self.attempt(self.bulk, BulkChange(what=What.ADD_TERM, value=value))

    @rule()
    def give_away_in_bulk(self) -> None:
        self.attempt(self.bulk, BulkChange(what=What.OWNER, value=""))

    def bulk(self, session, actor, change: BulkChange) -> None:
        self.barrier()
        batch = begin_bulk(session, actor, [self.code])
        choose_change(session, actor, batch, change)
        apply_bulk(session, actor, batch)


class Logger(Alone):
    """Somebody who has logged a barrier and would have it recognised."""

    @invariant()
    def it_is_never_recognised(self) -> None:
        assert self.barrier().work_state not in RECOGNISED


class LoggingAdministrator(Logger):
    """The same as an administrator."""

    role = Role.ADMIN


class Owner(Alone):
    """A lawyer who owns a recognised barrier and would have it resolved."""

    def make(self) -> str:
        barrier = ready_barrier(self.session, WorkState.IN_PROGRESS)
        take_ownership(self.session, self.actor, barrier)
        return barrier.code

    @invariant()
    def it_is_never_resolved(self) -> None:
        assert self.barrier().work_state is not WorkState.RESOLVED


class Advocate(Alone):
    """Somebody in advocacy whose barrier has been recognised, and who would change its law."""

    role = Role.ADVOCACY

    def make(self) -> str:
        barrier = ready_barrier(self.session, WorkState.RECOGNISED, author_id=self.actor.user_id)
        self.law = law_of(barrier)
        return barrier.code

    @precondition(lambda self: hasattr(self, "law"))
    @invariant()
    def its_law_is_never_changed(self) -> None:
        assert law_of(self.barrier()) == self.law


def law_of(barrier: Barrier) -> dict[str, object]:
    state = state_of(barrier)
    terms = sorted(term for term in state["terms"] if term.startswith(("remedy/", "root-cause/")))
    return {"terms": terms, **{name: state[name] for name in OF_THE_LAW}}


@pytest.mark.parametrize("who", [Logger, LoggingAdministrator, Owner, Advocate])
def test_nobody_gets_past_the_second_pair_of_eyes_alone(tmp_path, sqlite_template, who):
    path = tmp_path / "alone.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{path}")

    run_state_machine_as_test(
        lambda: who(database),
        settings=settings(
            max_examples=5,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

    database.engine.dispose()
