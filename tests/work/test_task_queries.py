"""The task list: what waits for whom, why, and by when; all of it computed."""

from datetime import date, timedelta

import pytest

from kb.clock import now, today
from kb.history import Deed
from kb.models import Publication, Response, Review
from kb.publication.desk_queries import compose_now, digest_of
from kb.records.operations import changing
from kb.security.actor import SYSTEM
from kb.words import (
    PublicationState,
    ResponseState,
    ReviewKind,
    Role,
    Stage,
    Verdict,
    WorkState,
)
from kb.work.task_queries import (
    TaskKind,
    count_ownerless,
    list_ownerless,
    list_tasks,
)
from kb.work.task_views import WORDS
from tests.makers import event, make_barrier, make_matter, publish_again
from tests.publication.desk import again
from tests.staff import actor_of, make_user
from tests.statements import counted


@pytest.fixture
def author(session):
    return make_user(session, Role.ADVOCACY)


@pytest.fixture
def lawyer(session):
    return make_user(session, Role.LEGAL)


@pytest.fixture
def people(author, lawyer):
    return {"author": author, "lawyer": lawyer}


def barrier_of(session, author, state, **values):
    barrier = make_barrier(session)
    barrier.work_state = state
    barrier.author_id = author.id
    for name, value in values.items():
        setattr(barrier, name, value)
    session.flush()
    return barrier


def tasks(session, user) -> list[tuple[TaskKind, str]]:
    return [(task.kind, task.code) for task in list_tasks(session, actor_of(user))]


def test_every_kind_of_task_says_what_is_to_be_done_and_why():
    assert set(WORDS) == set(TaskKind)


def test_nobody_has_tasks_in_an_empty_house(session, author, lawyer):
    assert tasks(session, author) == tasks(session, lawyer) == []


def test_a_draft_is_its_authors_task_and_nobody_elses(session, author, lawyer):
    barrier = barrier_of(session, author, WorkState.DRAFT)

    assert tasks(session, author) == [(TaskKind.FINISH_DRAFT, barrier.code)]
    assert tasks(session, lawyer) == []


def test_a_submitted_barrier_waits_for_every_lawyer_but_the_one_who_logged_it(session, lawyer):
    other = make_user(session, Role.LEGAL)
    barrier = barrier_of(session, lawyer, WorkState.SUBMITTED)

    assert tasks(session, other) == [(TaskKind.TAKE_UP, barrier.code)]
    assert tasks(session, lawyer) == []


def test_an_assessment_is_due_a_month_after_it_was_last_touched(session, author, lawyer):
    moment = now() - timedelta(days=40)
    barrier_of(session, author, WorkState.UNDER_ASSESSMENT, changed_at=moment)

    task = list_tasks(session, actor_of(lawyer))[0]

    assert task.kind is TaskKind.ASSESS
    assert (task.due_on - task.since).days == 30
    assert task.is_overdue


def test_a_question_waits_for_the_author_until_it_is_answered(session, author, lawyer):
    barrier = barrier_of(session, author, WorkState.SUBMITTED)
    question = Review(
        record_id=barrier.id,
        kind=ReviewKind.SCREENING,
        verdict=Verdict.RETURNED,
        reason="Vilken lag?",
        reviewer_id=lawyer.id,
    )
    session.add(question)
    session.flush()
    before = tasks(session, author)

    question.reply = "Socialtjänstlagen."
    session.flush()

    assert before == [(TaskKind.ANSWER_QUESTION, barrier.code)]
    assert tasks(session, author) == []


def test_the_owner_of_a_recognised_barrier_is_to_begin_the_work(session, author):
    barrier = barrier_of(session, author, WorkState.RECOGNISED, owner_id=author.id)

    assert tasks(session, author) == [(TaskKind.BEGIN_WORK, barrier.code)]


def test_a_paused_barrier_comes_back_on_its_day_and_not_before(session, author):
    later = today() + timedelta(days=1)
    barrier_of(session, author, WorkState.PAUSED, owner_id=author.id, review_on=later)
    due = barrier_of(session, author, WorkState.PAUSED, owner_id=author.id, review_on=today())

    found = list_tasks(session, actor_of(author))

    assert [(task.kind, task.code, task.due_on) for task in found] == [
        (TaskKind.LOOK_AGAIN, due.code, today())
    ]


def test_only_what_people_have_left_alone_for_half_a_year_is_stale(session, author):
    old = now() - timedelta(days=181)
    stale = barrier_of(session, author, WorkState.IN_PROGRESS, owner_id=author.id, changed_at=old)
    barrier_of(session, author, WorkState.IN_PROGRESS, owner_id=author.id)
    barrier_of(session, author, WorkState.RESOLVED, owner_id=author.id, changed_at=old)

    assert tasks(session, author) == [(TaskKind.STALE, stale.code)]


@pytest.mark.parametrize(
    ("state", "waits_for", "kind"),
    [
        (PublicationState.DRAFTED, "author", TaskKind.FINISH_TEXT),
        (PublicationState.IN_REVIEW, "lawyer", TaskKind.REVIEW_TEXT),
        (PublicationState.APPROVED, "lawyer", TaskKind.PUBLISH),
    ],
)
def test_a_public_text_waits_for_whoever_is_next(session, people, state, waits_for, kind):
    author = people["author"]
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    put_in(session, barrier, state, author)

    found = {name: tasks(session, user) for name, user in people.items()}

    assert found[waits_for] == [(kind, barrier.code)]
    assert [name for name, theirs in found.items() if theirs] == [waits_for]


def put_in(session, barrier, state, author):
    """Let the public text of *barrier* stand in *state*, approved as it is."""
    digest = digest_of(compose_now(session, again(session, barrier)))
    session.add(
        Publication(record_id=barrier.id, state=state, author_id=author.id, approved_digest=digest)
    )
    session.flush()


def test_whoever_has_written_in_a_record_is_not_asked_to_review_its_text(session, people):
    author, lawyer = people["author"], people["lawyer"]
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    put_in(session, barrier, PublicationState.IN_REVIEW, author)
    before = tasks(session, lawyer)

    whole = again(session, barrier)
    with changing(session, actor_of(lawyer), whole):
        whole.summary_sv = "Ord som juristen har skrivit."

    assert before == [(TaskKind.REVIEW_TEXT, barrier.code)]
    assert tasks(session, lawyer) == []


def test_an_approval_that_has_fallen_is_not_to_be_published_but_finished(session, people):
    author, lawyer = people["author"], people["lawyer"]
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    put_in(session, barrier, PublicationState.APPROVED, author)
    before = tasks(session, lawyer)

    whole = again(session, barrier)
    with changing(session, SYSTEM, whole):
        whole.summary_sv = "Andra ord."

    assert before == [(TaskKind.PUBLISH, barrier.code)]
    assert tasks(session, lawyer) == []
    assert tasks(session, author) == [(TaskKind.FINISH_TEXT, barrier.code)]


def test_the_writer_of_an_approved_text_under_embargo_has_nothing_to_do_yet(session, people):
    lawyer = people["lawyer"]
    barrier = barrier_of(session, people["author"], WorkState.IN_PROGRESS)
    put_in(session, barrier, PublicationState.APPROVED, lawyer)
    publication = session.get(Publication, barrier.id)
    publication.publish_at = now() + timedelta(days=2)
    session.flush()

    assert tasks(session, lawyer) == []


def test_many_texts_that_wait_cost_no_more_statements_than_one(session, people):
    lawyer, counts = actor_of(people["lawyer"]), []
    for _number in range(4):
        barrier = barrier_of(session, people["author"], WorkState.IN_PROGRESS)
        put_in(session, barrier, PublicationState.IN_REVIEW, people["author"])
        session.expire_all()
        with counted(session.get_bind()) as sent:
            list_tasks(session, lawyer)
        counts.append(len(sent))

    assert len(set(counts)) == 1


def test_nobody_is_asked_to_review_a_text_of_their_own(session, author, lawyer):
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    session.add(
        Publication(record_id=barrier.id, state=PublicationState.IN_REVIEW, author_id=lawyer.id)
    )
    session.flush()

    assert tasks(session, lawyer) == []


def test_an_approved_text_under_embargo_is_not_yet_to_be_published(session, author, lawyer):
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    session.add(
        Publication(
            record_id=barrier.id,
            state=PublicationState.APPROVED,
            author_id=author.id,
            publish_at=now() + timedelta(days=2),
        )
    )
    session.flush()

    assert tasks(session, lawyer) == []


def changed(session, author, **values):
    """A published barrier of *author*'s own of which *values* are saved after that."""
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS, owner_id=author.id)
    barrier = publish_again(session, barrier)
    with changing(session, actor_of(author), barrier, verb=Deed(is_minor=True)):
        for name, value in values.items():
            setattr(barrier, name, value)
    return barrier


def test_the_owner_is_told_when_what_is_published_has_changed_be_it_ever_so_little(session, author):
    barrier = changed(session, author, title_sv="Ett annat hinder")

    assert tasks(session, author) == [(TaskKind.PUBLISH_AGAIN, barrier.code)]


def test_a_change_of_what_stays_inside_is_nothing_to_publish(session, author):
    changed(session, author, working_summary="Bara för oss")

    assert tasks(session, author) == []


def test_an_answer_is_due_on_the_last_day_of_the_consultation(session, author):
    matter = make_matter(session, event(Stage.CONSULTATION, "2026-09-01", until="2026-12-01"))
    session.add(Response(matter_id=matter.id, state=ResponseState.ANSWERING, owner_id=author.id))
    session.flush()

    task = list_tasks(session, actor_of(author))[0]

    assert (task.kind, task.code) == (TaskKind.ANSWER_CONSULTATION, matter.code)
    assert task.due_on == date(2026, 12, 1)


def test_what_is_due_first_comes_first_and_what_has_no_day_last(session, author):
    barrier_of(session, author, WorkState.DRAFT)
    due = barrier_of(
        session, author, WorkState.PAUSED, owner_id=author.id, review_on=date(2026, 1, 1)
    )
    matter = make_matter(session, event(Stage.CONSULTATION))
    session.add(Response(matter_id=matter.id, state=ResponseState.ANSWERING, owner_id=author.id))
    session.flush()

    found = tasks(session, author)

    assert found[0] == (TaskKind.LOOK_AGAIN, due.code)
    assert found[-1] == (TaskKind.ANSWER_CONSULTATION, matter.code)


def test_what_nobody_owns_is_a_queue_of_its_own_without_drafts_and_what_has_ended(session, author):
    barrier = barrier_of(session, author, WorkState.IN_PROGRESS)
    barrier_of(session, author, WorkState.DRAFT)
    barrier_of(session, author, WorkState.RESOLVED)
    barrier_of(session, author, WorkState.IN_PROGRESS, owner_id=author.id)

    assert [task.code for task in list_ownerless(session)] == [barrier.code]
    assert count_ownerless(session) == 1
