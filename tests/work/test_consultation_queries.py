"""Tasks of consultations: what is to be answered, and what waits for a decision."""

from datetime import date

from kb.models import Response
from kb.words import ResponseState, Role
from kb.work.task_queries import TaskKind, list_tasks
from tests.consultations.making import in_days, make_document, titled
from tests.makers import cites, make_barrier, make_matter
from tests.staff import actor_of, make_user

KEY = "sfs/2017:725#K6P37"


def told(session, user):
    return [(task.kind, task.name) for task in list_tasks(session, actor_of(user))]


def test_an_answer_to_an_imported_consultation_is_due_when_that_closes(session):
    writer = make_user(session, Role.LEGAL)
    matter = make_matter(session)
    for title, ends in (("first", "2026-12-01"), ("second", "2026-12-08")):
        document = make_document(session, title=title, deadline_on=ends)
        session.add(
            Response(
                matter_id=matter.id,
                document_id=document.id,
                state=ResponseState.ANSWERING,
                owner_id=writer.id,
            )
        )
    session.flush()

    found = list_tasks(session, actor_of(writer))

    assert [(task.name, task.due_on) for task in found] == [
        ("first", date(2026, 12, 1)),
        ("second", date(2026, 12, 8)),
    ]


def test_what_closes_soon_and_touches_a_barrier_waits_for_a_decision(session):
    advocate, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    make_barrier(session, citations=(cites(KEY),))
    make_document(session, title="soon", deadline_on=in_days(14), named=[KEY])
    make_document(session, title="later", deadline_on=in_days(15), named=[KEY])
    make_document(session, title="nothing", deadline_on=in_days(3), named=[titled("sou/2024:1")])
    decided = make_document(session, title="decided", deadline_on=in_days(3), named=[KEY])
    session.add(
        Response(
            matter_id=make_matter(session).id,
            document_id=decided.id,
            state=ResponseState.DECLINED,
        )
    )
    session.flush()

    assert told(session, advocate) == [(TaskKind.DECIDE_ANSWER, "soon")]
    assert told(session, lawyer) == []
