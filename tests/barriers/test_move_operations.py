"""Moving barriers: every way, for every role and tie, and what each leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from kb.barriers.move_operations import (
    move_barrier,
    reply_to_question,
)
from kb.clock import now, today
from kb.errors import Conflict, Forbidden, Invalid, Missing, NotFound
from kb.models import Barrier, Notification, Review, Revision
from kb.publication.operations import withdraw
from kb.records.moves import NO_ANSWERS, Evidence, ScreeningAnswer
from kb.security.actor import ANONYMOUS
from kb.security.permissions import Tie
from kb.security.transitions import TRANSITIONS, Machine, Need
from kb.words import (
    CitationRole,
    News,
    NoObstacle,
    ReviewKind,
    Role,
    ScreeningQuestion,
    State,
    Verdict,
    WorkState,
)
from tests.barriers.moving import (
    EVERY_YES,
    answers,
    bare_barrier,
    ready_barrier,
    tie,
    whole,
)
from tests.makers import publish_again
from tests.security.test_transitions import REACHES, TABLE
from tests.staff import actor_of, make_user

WAYS = [way for way in TRANSITIONS if way.machine is Machine.BARRIER and way.name != "merge"]
HOLDERS = [(role, how) for role in Role for how in (None, Tie.AUTHOR, Tie.OWNER, Tie.TEAM)]


def outcome_of(session, actor, barrier, name) -> str:
    """The state that the way leads to, or the name of the error; nothing is kept."""
    kept = session.begin_nested()
    try:
        move_barrier(session, actor, barrier, name, answers(owner_id=actor.user_id))
        return barrier.work_state.value
    except Forbidden:
        return "Forbidden"
    except Conflict:
        return "Conflict"
    finally:
        kept.rollback()


def expected_of(name, state, role, ties) -> str:
    sources, target, who = TABLE[Machine.BARRIER][name]
    if state not in sources.split():
        return "Conflict"
    return target if role in who and REACHES[who[role]](ties) else "Forbidden"


@pytest.mark.parametrize(("role", "how"), HOLDERS)
def test_every_way_from_every_state_ends_as_the_table_says(session, role, how):
    user = make_user(session, role)
    actor, ties = actor_of(user), frozenset({how} if how else ())
    is_whole_grid = session.get_bind().dialect.name == "sqlite"
    states = list(WorkState) if is_whole_grid else [WorkState.UNDER_ASSESSMENT, WorkState.PAUSED]
    barrier = tie(session, ready_barrier(session), user, how)
    found, expected = {}, {}

    for state in states:
        barrier.work_state = state
        barrier = whole(session, barrier)
        for way in WAYS:
            found[state, way.name] = outcome_of(session, actor, barrier, way.name)
            expected[state, way.name] = expected_of(way.name, state, role, ties)
            if found[state, way.name] not in ("Conflict", "Forbidden"):
                barrier = whole(session, barrier)

    assert len(found) == len(states) * len(WAYS)
    assert found == expected


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_everything_that_is_missing_is_told_at_once(session, way):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = bare_barrier(session, next(iter(way.sources)))
    barrier = tie(session, barrier, make_user(session, Role.ADVOCACY), Tie.AUTHOR)
    if way.name in ("submit", "pause"):
        barrier.owner_id = admin.user_id
        barrier = whole(session, barrier)

    with pytest.raises(Missing) as refused:
        move_barrier(session, admin, barrier, way.name, NO_ANSWERS)

    assert refused.value.needs == way.needs
    assert whole(session, barrier).work_state in way.sources


def test_merging_is_no_way_of_this_operation(session):
    admin = actor_of(make_user(session, Role.ADMIN))

    with pytest.raises(Conflict):
        move_barrier(session, admin, ready_barrier(session), "merge", answers())


def test_a_way_that_does_not_exist_is_not_found(session):
    admin = actor_of(make_user(session, Role.ADMIN))

    with pytest.raises(NotFound):
        move_barrier(session, admin, ready_barrier(session), "publish", answers())


def test_the_public_moves_nothing(session):
    with pytest.raises(Forbidden):
        move_barrier(session, ANONYMOUS, ready_barrier(session), "submit", answers())


def test_recognising_keeps_the_three_answers_with_who_gave_them(session):
    lawyer = make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT)

    move_barrier(session, actor_of(lawyer), barrier, "recognise", answers())

    review = session.scalars(select(Review)).one()
    said = (review.kind, review.verdict, review.reviewer_id)
    assert said == (ReviewKind.SCREENING, Verdict.PASSED, lawyer.id)
    assert review.answers == {
        question.value: {"answer": "yes", "reason": "Because."} for question in ScreeningQuestion
    }


def test_a_barrier_with_a_no_in_its_screening_is_not_recognised(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT)
    no = {**EVERY_YES, ScreeningQuestion.IS_NEW: ScreeningAnswer(False, "It is H-2026-001.")}

    with pytest.raises(Invalid) as refused:
        move_barrier(session, lawyer, barrier, "recognise", answers(screening=no))

    assert refused.value.field == "screening"


def test_an_answer_without_its_reason_is_no_answer(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT)
    bare = {question: ScreeningAnswer(True, " ") for question in ScreeningQuestion}

    with pytest.raises(Missing) as refused:
        move_barrier(session, lawyer, barrier, "recognise", answers(screening=bare))

    assert refused.value.needs == (Need.SCREENING,)


def test_rejecting_keeps_the_class_and_the_reason(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT)

    move_barrier(session, lawyer, barrier, "reject", answers(reason="It is habit."))

    review = session.scalars(select(Review)).one()
    assert (barrier.no_obstacle, barrier.work_reason) == (NoObstacle.NOT_LAW, "It is habit.")
    assert (review.verdict, review.reason) == (Verdict.REFUSED, "It is habit.")


def test_what_the_public_reads_is_not_rejected_before_it_is_withdrawn(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = publish_again(session, ready_barrier(session, WorkState.UNDER_ASSESSMENT))

    with pytest.raises(Conflict, match="Withdraw"):
        move_barrier(session, lawyer, barrier, "reject", answers())

    withdraw(session, lawyer, barrier, reason="mistake")
    move_barrier(session, lawyer, barrier, "reject", answers())
    assert barrier.work_state is WorkState.NOT_AN_OBSTACLE


def test_a_question_goes_to_the_author_and_the_answer_to_whoever_asked(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)

    move_barrier(session, actor_of(lawyer), barrier, "return", answers())
    review = session.scalars(select(Review)).one()
    reply_to_question(session, actor_of(author), barrier, review, " Section 2. ")

    told = [(row.user_id, row.news) for row in session.scalars(select(Notification))]
    assert (review.verdict, review.reason) == (Verdict.RETURNED, "Which provision?")
    assert (review.reply, review.replied_by_id) == ("Section 2.", author.id)
    assert told == [(author.id, News.ASKED), (lawyer.id, News.NOTED)]


def test_a_question_is_answered_once(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    move_barrier(session, actor_of(lawyer), barrier, "return", answers())
    review = session.scalars(select(Review)).one()
    reply_to_question(session, actor_of(author), barrier, review, "Section 2.")

    with pytest.raises(Conflict):
        reply_to_question(session, actor_of(author), barrier, review, "Section 3.")

    assert review.reply == "Section 2."


def test_of_two_who_answer_at_once_the_second_is_told_and_overwrites_nothing(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    move_barrier(session, actor_of(lawyer), barrier, "return", answers())
    review = session.scalars(select(Review)).one()
    # What the other one has written meanwhile is not known to this session.
    session.execute(
        update(Review).values(reply="Section 2.", replied_at=now()),
        execution_options={"synchronize_session": False},
    )

    with pytest.raises(Conflict):
        reply_to_question(session, actor_of(author), barrier, review, "Section 3.")

    session.refresh(review)
    assert review.reply == "Section 2."


def test_an_empty_answer_is_refused(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    move_barrier(session, actor_of(lawyer), barrier, "return", answers())

    question = session.scalars(select(Review)).one()
    with pytest.raises(Invalid):
        reply_to_question(session, actor_of(author), barrier, question, "  ")


def test_somebody_who_is_not_tied_to_the_barrier_does_not_answer_for_its_author(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    stranger = actor_of(make_user(session, Role.ADVOCACY))
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    move_barrier(session, actor_of(lawyer), barrier, "return", answers())

    with pytest.raises(Forbidden):
        reply_to_question(session, stranger, barrier, session.scalars(select(Review)).one(), "No.")


def test_a_review_that_asks_nothing_is_not_answered(session):
    author, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    move_barrier(session, actor_of(lawyer), barrier, "recognise", answers())
    review = session.scalars(select(Review)).one()

    with pytest.raises(Conflict):
        reply_to_question(session, actor_of(author), barrier, review, "Yes.")


def test_whoever_is_made_owner_is_told_that_it_is_theirs(session):
    lawyer, owner = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    barrier = ready_barrier(session, WorkState.SUBMITTED)

    move_barrier(session, actor_of(lawyer), barrier, "take", answers(owner_id=owner.id))

    told = session.scalars(select(Notification)).one()
    assert barrier.owner_id == owner.id
    assert (told.user_id, told.news) == (owner.id, News.ASSIGNED)


def test_a_closed_account_is_not_made_owner(session):
    lawyer, gone = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    gone.is_active = False
    barrier = ready_barrier(session, WorkState.SUBMITTED)

    with pytest.raises(Invalid) as refused:
        move_barrier(session, actor_of(lawyer), barrier, "take", answers(owner_id=gone.id))

    assert refused.value.field == "owner"


def test_resolving_says_since_when_how_and_by_what_evidence(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)

    move_barrier(session, lawyer, barrier, "resolve", answers())

    found = whole(session, barrier)
    evidence = [row for row in found.citations if row.role is CitationRole.EVIDENCE]
    assert (found.work_state, found.state) == (WorkState.RESOLVED, State.RESOLVED)
    assert (found.state_since, found.state_note_sv) == ("2026-02", "Genom en lag.")
    assert [(row.key, row.page) for row in evidence] == [("prop/2021/22:125", "s. 45")]
    assert session.scalars(select(Review)).one().kind is ReviewKind.LEGAL


def test_resolving_partly_says_what_remains(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)
    named = Evidence(None, "Ett brev från tillsynsmyndigheten", "")

    move_barrier(session, lawyer, barrier, "resolve-partly", answers(evidence=named))

    found = whole(session, barrier)
    assert (found.state, found.state_note_sv) == (State.PARTLY_RESOLVED, "Hälften.")
    assert found.citations[-1].text == "Ett brev från tillsynsmyndigheten"


def test_the_same_evidence_is_not_cited_twice(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)

    move_barrier(session, lawyer, barrier, "resolve-partly", answers())
    move_barrier(session, lawyer, barrier, "resolve", answers())

    roles = [row.role for row in whole(session, barrier).citations]
    assert roles.count(CitationRole.EVIDENCE) == 1


def test_a_resolved_barrier_that_is_reopened_is_open_again(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)
    move_barrier(session, lawyer, barrier, "resolve", answers())

    move_barrier(session, lawyer, barrier, "reopen", answers(reason="The act was repealed."))

    assert (barrier.work_state, barrier.state) == (WorkState.IN_PROGRESS, State.OPEN)
    assert (barrier.state_since, barrier.state_note_sv) == (None, "")


def test_a_pause_has_a_reason_and_a_day_which_end_with_it(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = ready_barrier(session, WorkState.RECOGNISED, owner_id=admin.user_id)

    move_barrier(session, admin, barrier, "pause", answers())
    paused = (barrier.work_reason, barrier.review_on)
    move_barrier(session, admin, barrier, "reopen", answers(reason="Now."))

    assert paused == ("So it is.", today() + timedelta(days=90))
    assert (barrier.work_reason, barrier.review_on) == ("Now.", None)


@pytest.mark.parametrize(
    ("way", "change", "field"),
    [
        ("drop", {"review_on": today()}, "review_on"),
        ("resolve", {"happened_on": "2999"}, "happened_on"),
        ("resolve", {"happened_on": "2026-02-30"}, "happened_on"),
        ("resolve", {"evidence": Evidence("prop 1", "", "")}, "evidence"),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused_by_its_field(session, way, change, field):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)

    with pytest.raises(Invalid) as refused:
        move_barrier(session, admin, barrier, way, answers(**change))

    assert refused.value.field == field
    assert barrier.work_state is WorkState.IN_PROGRESS


def test_the_history_tells_the_way_the_states_and_the_reason(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = ready_barrier(session, WorkState.RECOGNISED)

    move_barrier(session, admin, barrier, "drop", answers(reason="No time."))

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (last.verb, last.actor_id) == ("moved", admin.user_id)
    assert last.changes["work_state"] == ["recognised", "not-pursued"]
    assert (last.changes["way"], last.changes["reason"]) == ([None, "drop"], [None, "No time."])


def test_of_two_who_move_at_once_the_second_is_told(database):
    with database.writing() as session:
        barrier = ready_barrier(session, WorkState.RECOGNISED)
        admin = actor_of(make_user(session, Role.ADMIN))
        code = barrier.code
        session.commit()
    with database.writing() as late:
        stale = whole(late, late.scalars(select(Barrier).where(Barrier.code == code)).one())
        late.rollback()
        with database.writing() as early:
            found = whole(early, early.scalars(select(Barrier).where(Barrier.code == code)).one())
            move_barrier(early, admin, found, "drop", answers())
            early.commit()

        with pytest.raises(Conflict):
            move_barrier(late, admin, stale, "begin", answers())
        late.rollback()


def test_a_barrier_that_says_something_else_than_was_read_is_not_moved(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = ready_barrier(session, WorkState.UNDER_ASSESSMENT)

    with pytest.raises(Conflict):
        move_barrier(session, lawyer, barrier, "recognise", answers(opened=barrier.version - 1))
    move_barrier(session, lawyer, barrier, "recognise", answers(opened=barrier.version))

    assert barrier.work_state is WorkState.RECOGNISED
