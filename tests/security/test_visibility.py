"""What may be read: the rules in SQL and those in Python say the same of every row."""

import pytest
from sqlalchemy import select

from kb.history import record as record_revision
from kb.models import (
    Attachment,
    Barrier,
    BarrierMember,
    FormDraft,
    Notification,
    Record,
    SavedSearch,
)
from kb.publication.operations import withdraw
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM, Actor
from kb.security.permissions import Tie
from kb.security.rules import ties_to
from kb.security.visibility import (
    attachments_visible_to,
    may_fetch,
    own_rows,
    records_visible_to,
)
from kb.words import Duty, News, Role, Visibility
from tests.makers import make_act, make_barrier, publish_again, publish_barrier
from tests.staff import actor_of, make_user

NOBODY = Actor("nobody", frozenset())
TIES = (None, Tie.AUTHOR, Tie.OWNER, Tie.TEAM)
STANDINGS = ("never published", "published", "withdrawn")


def make_standing(session, standing: str):
    """A barrier that the public reads, reads no more, or never read."""
    if standing == "never published":
        return make_barrier(session)
    barrier = publish_barrier(session)
    if standing == "withdrawn":
        withdraw(session, SYSTEM, barrier, reason="mistake")
    return barrier


def tie(session, barrier, user_id: int, how: Tie | None) -> None:
    if how is Tie.AUTHOR:
        barrier.author_id = user_id
    elif how is Tie.OWNER:
        barrier.owner_id = user_id
    elif how is Tie.TEAM:
        session.add(BarrierMember(barrier_id=barrier.id, user_id=user_id, duty=Duty.LEGAL_REVIEWER))


def make_rows(session, user_id: int | None) -> dict:
    """A file of every visibility on a barrier of every standing and tie; file → its record."""
    rows = {}
    for standing in STANDINGS:
        for how in TIES if user_id else (None,):
            barrier = make_standing(session, standing)
            if user_id:
                tie(session, barrier, user_id, how)
            for visibility in Visibility:
                file = Attachment(record_id=barrier.id, visibility=visibility, title_sv="Fil")
                session.add(file)
                session.flush()
                rows[file.id] = (barrier.code, standing == "published")
    session.flush()
    session.expunge_all()
    return rows


def actors(session) -> list[Actor]:
    staff = [actor_of(make_user(session, role)) for role in Role]
    return [*staff, ANONYMOUS, SYSTEM, NOBODY]


@pytest.mark.parametrize("number", range(6))
def test_files_are_found_by_sql_just_where_the_rule_allows(session, number):
    actor = actors(session)[number]
    rows = make_rows(session, actor.user_id)

    found = set(session.scalars(select(Attachment.id).where(attachments_visible_to(actor))))

    allowed = set()
    for file_id, (code, is_published) in rows.items():
        barrier = find_record(session, Barrier, code)
        file = session.get_one(Attachment, file_id)
        if may_fetch(actor, file, is_published=is_published, ties=ties_to(actor, barrier)):
            allowed.add(file_id)
    assert len(rows) == len(STANDINGS) * len(Visibility) * (4 if actor.user_id else 1)
    assert found == allowed


@pytest.mark.parametrize(
    ("number", "count"),
    [(0, 33), (1, 36), (2, 36), (3, 1), (4, 9), (5, 1)],
    ids=["advocacy", "legal", "admin", "public", "system", "nobody"],
)
def test_each_actor_finds_as_many_files_as_the_grid_says(session, number, count):
    actor = actors(session)[number]
    make_rows(session, actor.user_id)

    found = session.scalars(select(Attachment.id).where(attachments_visible_to(actor))).all()

    assert len(found) == count


def test_a_restricted_file_of_another_kind_of_record_is_for_those_who_read_them_all(session):
    act = make_act(session)
    file = Attachment(record_id=act.id, visibility=Visibility.RESTRICTED, title_sv="Fil")
    session.add(file)
    session.flush()

    readers = [
        actor.name
        for actor in actors(session)
        if session.scalars(select(Attachment.id).where(attachments_visible_to(actor))).all()
    ]
    allowed = [
        actor.name
        for actor in actors(session)
        if may_fetch(actor, file, is_published=False, ties=frozenset())
    ]

    assert len(readers) == len(allowed) == 3


@pytest.mark.parametrize("standing", STANDINGS)
def test_the_public_reads_only_records_that_stand_published(session, standing):
    barrier = make_standing(session, standing)

    seen = {
        actor.name: bool(
            session.scalars(
                select(Record.id).where(Record.id == barrier.id, records_visible_to(actor))
            ).all()
        )
        for actor in (ANONYMOUS, NOBODY, SYSTEM, actor_of(make_user(session, Role.ADVOCACY, "A")))
    }

    is_published = standing == "published"
    assert seen == {"anonymous": is_published, "nobody": is_published, "system": True, "A": True}


def test_a_record_that_is_published_again_is_read_as_before(session):
    barrier = publish_barrier(session)
    barrier.title_sv = "Ett annat namn"
    publish_again(session, barrier)

    found = session.scalars(select(Record.code).where(records_visible_to(ANONYMOUS))).all()

    assert found == [barrier.code]


def make_own(session, model, user_id: int) -> int:
    """A row of *model* that belongs to the user."""
    if model is FormDraft:
        row = FormDraft(user_id=user_id, form="/staff/barriers/new", data={})
    elif model is SavedSearch:
        row = SavedSearch(owner_id=user_id, name="Skola", query="sector=school")
    else:
        barrier = make_barrier(session)
        revision = record_revision(session, SYSTEM, "noted", barrier, {})
        row = Notification(user_id=user_id, news=News.NOTED, revision_id=revision.id)
    session.add(row)
    session.flush()
    return row.id


@pytest.mark.parametrize("model", [FormDraft, SavedSearch, Notification])
@pytest.mark.parametrize("role", Role)
def test_what_is_ones_own_is_found_by_nobody_else_whatever_their_role(session, model, role):
    one, other = make_user(session, Role.ADVOCACY), make_user(session, role)
    mine, theirs = make_own(session, model, one.id), make_own(session, model, other.id)

    found = {
        user.id: session.scalars(select(model.id).where(own_rows(actor_of(user), model))).all()
        for user in (one, other)
    }

    assert found == {one.id: [mine], other.id: [theirs]}


@pytest.mark.parametrize("model", [FormDraft, SavedSearch, Notification])
@pytest.mark.parametrize("actor", [ANONYMOUS, SYSTEM, NOBODY], ids=lambda actor: actor.name)
def test_whoever_is_no_person_has_no_rows_of_their_own(session, model, actor):
    make_own(session, model, make_user(session, Role.ADMIN).id)

    assert session.scalars(select(model.id).where(own_rows(actor, model))).all() == []
