"""Publishing, withdrawing and publishing again: what the public reads, and who is told."""

import threading

import pytest
from sqlalchemy import select

from kb.barriers.operations import save_barrier
from kb.clock import now
from kb.errors import Conflict, Gone, Invalid
from kb.inbox.queries import AT_THE_DOOR
from kb.models import (
    Barrier,
    Mail,
    Notification,
    Publication,
    PublicVersion,
    Revision,
)
from kb.publication.desk_operations import DeskAnswers, move_publication
from kb.publication.desk_queries import get_publication
from kb.publication.queries import get_published
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import (
    News,
    NotPublishable,
    Pair,
    PublicationState,
    RecordKind,
    Withdrawal,
)
from tests.makers import barrier_draft, publish_again
from tests.publication.desk import (
    CLEARED,
    WITHDRAWN,
    again,
    approve,
    make_people,
    make_record,
    publish_over_desk,
    put_in,
)

ANSWERS = {
    "keep-inside": DeskAnswers(reason="Därför.", not_publishable=NotPublishable.SECRECY),
    "send-back": DeskAnswers(reason="Därför."),
    "approve": CLEARED,
    "withdraw": WITHDRAWN,
}


@pytest.mark.parametrize("steps", [(), ("send-to-review",), ("send-to-review", "approve")])
def test_the_old_version_stays_public_while_a_new_one_is_reviewed(session, steps):
    people = make_people(session)
    record = make_record(session, title=Pair("Förr", "Before"))
    publish_over_desk(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.title_sv = "Nu"
    for step in steps:
        actor = people["legal" if step == "approve" else "advocacy"]
        move_publication(session, actor, record, step, ANSWERS.get(step, DeskAnswers()))

    assert get_published(session, RecordKind.BARRIER, record.code).record["title"]["sv"] == "Förr"


def test_publishing_again_makes_the_next_version(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.title_sv = "Nu"

    publish_over_desk(session, record, people["legal"])

    found = get_published(session, RecordKind.BARRIER, record.code)
    assert (found.number, found.record["title"]["sv"]) == (2, "Nu")


def test_what_is_public_cannot_be_kept_inside_before_it_is_withdrawn(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    move_publication(session, people["legal"], record, "send-to-review", DeskAnswers())

    with pytest.raises(Conflict, match="Withdraw"):
        move_publication(session, people["legal"], record, "keep-inside", ANSWERS["keep-inside"])


def test_what_was_withdrawn_comes_back_only_by_a_new_review(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    move_publication(session, people["advocacy"], record, "withdraw", WITHDRAWN)

    with pytest.raises(Conflict):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())
    with pytest.raises(Gone):
        get_published(session, RecordKind.BARRIER, record.code)
    move_publication(session, people["advocacy"], record, "send-to-review", DeskAnswers())
    move_publication(session, people["legal"], record, "approve", CLEARED)
    with pytest.raises(Gone):
        get_published(session, RecordKind.BARRIER, record.code)
    move_publication(session, people["legal"], record, "publish", DeskAnswers())

    assert get_published(session, RecordKind.BARRIER, record.code).number == 2


def test_the_public_reads_the_class_of_a_withdrawal_and_not_its_reason(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    answers = DeskAnswers(reason="Kalle hade fel.", withdrawal=Withdrawal.OVERTAKEN)

    move_publication(session, people["advocacy"], record, "withdraw", answers)

    with pytest.raises(Gone) as gone:
        get_published(session, RecordKind.BARRIER, record.code)
    assert gone.value.reason == "overtaken"
    assert get_publication(session, record).reason == "Kalle hade fel."


def test_a_withdrawal_by_merging_is_no_answer_here(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    answers = DeskAnswers(reason="Samma.", withdrawal=Withdrawal.MERGED)

    with pytest.raises(Invalid):
        move_publication(session, people["legal"], record, "withdraw", answers)


def test_mail_that_waits_tells_nothing_of_what_was_withdrawn(session):
    people = make_people(session)
    other = make_record(session, "H-2027-902")
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    revision = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    moment = now()
    reader = people["advocacy"].user_id
    session.add(
        Mail(
            user_id=reader,
            occasion=f"digest/{reader}/2026-11-24",
            subject="",
            body=f"{record.code} and {other.code} have changed",
            written_at=moment,
        )
    )
    for about in (record, other):
        told = Notification(
            user_id=reader, news=News.MOVED, revision_id=revision.id, record_id=about.id
        )
        told.mailed_at = moment
        session.add(told)
        session.flush()
        revision = session.get(Revision, revision.id - 1)

    move_publication(session, people["admin"], record, "withdraw", WITHDRAWN)

    assert session.scalars(select(Mail)).all() == []
    waiting = session.scalars(
        select(Notification.record_id).where(Notification.mailed_at.is_(None))
    ).all()
    assert waiting == [other.id]


def test_a_letter_that_may_have_been_sent_is_not_taken_back(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    reader = people["advocacy"].user_id
    mail = Mail(
        user_id=reader,
        occasion=f"digest/{reader}/2026-11-24",
        subject="",
        body=f"{record.code} has changed",
        written_at=now(),
        error=AT_THE_DOOR,
    )
    session.add(mail)
    session.flush()

    move_publication(session, people["admin"], record, "withdraw", WITHDRAWN)

    assert session.scalars(select(Mail)).all() == [mail]


def test_the_writer_is_told_that_the_text_was_sent_back(session):
    people = make_people(session)
    record = make_record(session)
    put_in(session, record, PublicationState.IN_REVIEW, people["advocacy"])

    move_publication(session, people["legal"], record, "send-back", ANSWERS["send-back"])

    told = session.scalars(select(Notification)).one()
    assert (told.user_id, told.news) == (people["advocacy"].user_id, News.ASKED)


def test_the_catalogue_publishes_beside_the_desk(session):
    people = make_people(session)
    record = publish_again(session, make_record(session))
    put_in(session, record, PublicationState.IN_REVIEW)
    save_barrier(session, SYSTEM, barrier_draft(code=record.code, title=Pair("Nytt", "New")))

    publish_again(session, record)
    record = again(session, record)
    move_publication(session, people["legal"], record, "approve", CLEARED)
    move_publication(session, people["legal"], record, "publish", DeskAnswers())

    assert get_published(session, RecordKind.BARRIER, record.code).number == 2


def test_two_who_publish_at_once_make_one_version_and_one_event(database):
    with database.writing() as session:
        people = make_people(session)
        approve(session, make_record(session), people["legal"])
        session.commit()
    outcomes = []

    def press():
        with database.writing() as session:
            try:
                record = find_record(session, Barrier, "H-2027-901")
                move_publication(session, people["legal"], record, "publish", DeskAnswers())
                session.commit()
                outcomes.append("done")
            except Conflict:
                outcomes.append("Conflict")

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["Conflict", "Conflict", "Conflict", "done"]
    with database.reading() as session:
        assert len(session.scalars(select(PublicVersion)).all()) == 1
        events = select(Revision).where(Revision.verb == "published")
        assert len(session.scalars(events).all()) == 1


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_whoever_read_before_the_other_published_is_refused(database):
    with database.writing() as session:
        people = make_people(session)
        approve(session, make_record(session), people["legal"])
        session.commit()
    with database.writing() as first, database.writing() as second:
        mine, theirs = (find_record(each, Barrier, "H-2027-901") for each in (first, second))
        for each in (first, second):
            each.get(Publication, mine.id)
        move_publication(first, people["legal"], mine, "publish", DeskAnswers())
        first.commit()

        with pytest.raises(Conflict):
            move_publication(second, people["admin"], theirs, "publish", DeskAnswers())


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_what_is_edited_while_it_is_published_is_not_published_unseen(database):
    with database.writing() as session:
        people = make_people(session)
        approve(session, make_record(session), people["legal"])
        session.commit()
    with database.writing() as first, database.writing() as second:
        mine, theirs = (find_record(each, Barrier, "H-2027-901") for each in (first, second))
        with changing(first, people["advocacy"], mine):
            mine.title_sv = "Något ingen har sett"
        first.commit()

        with pytest.raises(Conflict, match="saved"):
            move_publication(second, people["admin"], theirs, "publish", DeskAnswers())
