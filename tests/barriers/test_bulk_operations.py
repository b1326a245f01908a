"""Changing many barriers at once, and back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.barriers.bulk_operations import (
    apply_bulk,
    begin_bulk,
    choose_change,
    may_undo,
    undo_bulk,
)
from kb.barriers.bulk_plans import (
    CHANGED_SINCE,
    NOT_ALLOWED,
    NOT_AT_REST,
    NOT_THE_LAW,
    SCHEMES,
    SO_ALREADY,
    BulkChange,
    What,
)
from kb.clock import now, today
from kb.errors import Conflict, Forbidden, Invalid
from kb.inbox.follow_operations import follow_record
from kb.models import (
    Barrier,
    BarrierMember,
    Follow,
    ImportBatch,
    Notification,
    Revision,
    Term,
)
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS
from kb.words import Channel, Duty, Role, WorkState
from tests.barriers.sheets import TERMS, count_revisions, log_barrier, make_ground
from tests.staff import actor_of, make_user
from tests.statements import counted

#: A day that has not come.
LATER = (today() + timedelta(days=90)).isoformat()


@pytest.fixture
def legal(session):
    make_ground(session)
    return actor_of(make_user(session, Role.LEGAL))


@pytest.fixture
def codes(session, legal):
    """Three barriers, the first of which is for schools."""
    barriers = [
        log_barrier(session, legal, working_title=f"Hinder {n}", sectors=("school",) * (n == 0))
        for n in range(3)
    ]
    codes = [barrier.code for barrier in barriers]
    session.expunge_all()
    return codes


def barrier(session, code) -> Barrier:
    session.expire_all()
    return find_record(session, Barrier, code)


def prepared(session, actor, codes, what, value=""):
    """A bulk edit that is previewed."""
    batch = begin_bulk(session, actor, codes)
    choose_change(session, actor, batch, BulkChange(what=what, value=value))
    return batch


def done(session, actor, codes, what, value=""):
    """A bulk edit that is done."""
    batch = prepared(session, actor, codes, what, value)
    apply_bulk(session, actor, batch)
    return batch


def test_a_preview_says_what_each_has_and_gets_and_changes_nothing(session, legal, codes):
    before = count_revisions(session)

    batch = prepared(session, legal, codes, What.ADD_TERM, "sector/all")

    lines = batch.report["lines"]
    assert [(line["before"], line["after"]) for line in lines] == [
        (["school"], ["school", "all"]),
        ([], ["all"]),
        ([], ["all"]),
    ]
    assert count_revisions(session) == before


def test_each_barrier_gets_one_revision_that_names_the_bulk_edit(session, legal, codes):
    before = count_revisions(session)

    batch = done(session, legal, codes, What.CHANNEL, "media")

    revisions = session.scalars(
        select(Revision).where(Revision.batch_id == batch.id).order_by(Revision.id)
    ).all()
    assert count_revisions(session) == before + 3
    assert sorted(each.code for each in revisions if each.kind == "barrier") == codes
    assert {barrier(session, code).channel for code in codes} == {Channel.MEDIA}


def test_what_is_so_already_is_left_out_and_gets_no_revision(session, legal, codes):
    batch = done(session, legal, codes, What.ADD_TERM, "sector/school")

    assert [line["left_out"] for line in batch.report["lines"]] == [SO_ALREADY, "", ""]
    assert len({each.code for each in session.scalars(select(Revision))} & set(codes)) == 3
    assert barrier(session, codes[0]).version == 1


def test_all_that_the_filters_give_can_be_chosen(session, legal, codes):
    batch = begin_bulk(session, legal, [], {"sector": ["school"]})

    assert batch.report["codes"] == codes[:1]


def test_choosing_nothing_is_refused(session, legal, codes):
    with pytest.raises(Invalid):
        begin_bulk(session, legal, ["H-1999-001"])


def test_barriers_that_one_may_not_change_are_named_and_left_out(session, codes):
    writer = actor_of(make_user(session, Role.ADVOCACY))
    own = log_barrier(session, writer).code

    batch = done(session, writer, [*codes, own], What.CHANNEL, "media")

    left = {line["code"]: line["left_out"] for line in batch.report["lines"]}
    assert left == {**dict.fromkeys(codes, NOT_ALLOWED), own: ""}
    assert barrier(session, codes[0]).channel is None
    assert barrier(session, own).channel is Channel.MEDIA


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_that_stand_among_the_law_are_for_who_may_change_the_law(session, legal, scheme):
    writer = actor_of(make_user(session, Role.ADVOCACY))
    own = log_barrier(session, writer).code
    barrier(session, own).work_state = WorkState.RECOGNISED
    session.flush()
    key = next(key for of, key in TERMS if of == scheme)

    refused = prepared(session, writer, [own], What.ADD_TERM, f"{scheme}/{key}")
    allowed = prepared(session, legal, [own], What.ADD_TERM, f"{scheme}/{key}")

    is_law = scheme in ("root-cause", "remedy")
    assert refused.report["lines"][0]["left_out"] == (NOT_THE_LAW if is_law else "")
    assert allowed.report["lines"][0]["left_out"] == ""


@pytest.mark.parametrize("state", list(WorkState))
def test_the_day_to_look_again_is_changed_only_where_a_barrier_rests(session, legal, state):
    admin = actor_of(make_user(session, Role.ADMIN))
    own = log_barrier(session, admin).code
    barrier(session, own).work_state = state
    session.flush()

    mine = prepared(session, admin, [own], What.REVIEW_ON, LATER)
    others = prepared(session, legal, [own], What.REVIEW_ON, LATER)

    rests = state in (WorkState.PAUSED, WorkState.NOT_PURSUED)
    assert mine.report["lines"][0]["left_out"] == ("" if rests else NOT_AT_REST)
    assert others.report["lines"][0]["left_out"] == NOT_AT_REST


def test_what_somebody_else_changed_since_the_preview_is_left_out_and_told(session, legal, codes):
    batch = prepared(session, legal, codes, What.CHANNEL, "media")
    barrier(session, codes[1]).working_title = "Av någon annan"
    session.flush()
    session.expunge(session.get(Barrier, barrier(session, codes[1]).id))

    apply_bulk(session, legal, batch)

    assert [line["left_out"] for line in batch.report["lines"]] == ["", CHANGED_SINCE, ""]
    assert barrier(session, codes[1]).channel is None


def test_a_new_owner_is_told_and_leaves_the_team(session, legal, codes):
    owner = make_user(session, Role.ADVOCACY)
    first = barrier(session, codes[0])
    session.add(BarrierMember(barrier_id=first.id, user_id=owner.id, duty=Duty.CONTRIBUTOR))
    session.flush()
    session.expire_all()

    done(session, legal, codes[:1], What.OWNER, str(owner.id))

    first = barrier(session, codes[0])
    assert (first.owner_id, first.members) == (owner.id, [])
    assert session.scalars(select(Notification.user_id)).all() == [owner.id]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        (What.OWNER, "999999"),
        (What.OWNER, "x"),
        (What.ADD_TERM, "sector/nonsense"),
        (What.ADD_TERM, ""),
        (What.CHANNEL, "pigeon"),
        (What.REVIEW_ON, "2026-02-31"),
        (What.REVIEW_ON, ""),
        (What.REVIEW_ON, "2026-01-31"),
    ],
)
def test_a_value_that_cannot_be_chosen_is_refused(session, legal, codes, what, value):
    with pytest.raises(Invalid):
        prepared(session, legal, codes, what, value)


UNDONE = {
    What.OWNER: "",
    What.ADD_TERM: "sector/all",
    What.REMOVE_TERM: "sector/school",
    What.CHANNEL: "media",
    What.REVIEW_ON: LATER,
}


@pytest.mark.parametrize("what", UNDONE)
def test_undoing_gives_back_what_was_there_by_revisions_of_its_own(session, legal, codes, what):
    before = barrier(session, codes[0])
    before.work_state = WorkState.PAUSED
    session.flush()
    had = (before.owner_id, before.channel, before.review_on, list(before.terms))
    batch = done(session, legal, codes, what, UNDONE[what])
    revisions = count_revisions(session)

    undo_bulk(session, legal, batch)

    now_is = barrier(session, codes[0])
    assert (now_is.owner_id, now_is.channel, now_is.review_on, list(now_is.terms)) == had
    assert count_revisions(session) > revisions
    assert batch.undone_at is not None
    assert batch.report["kept"] == []


def test_undoing_gives_the_new_owner_back_their_place_in_the_team(session, legal, codes):
    owner = make_user(session, Role.ADVOCACY)
    first = barrier(session, codes[0])
    session.add(BarrierMember(barrier_id=first.id, user_id=owner.id, duty=Duty.LEGAL_REVIEWER))
    session.flush()
    session.expire_all()
    batch = done(session, legal, codes[:1], What.OWNER, str(owner.id))

    undo_bulk(session, legal, batch)

    first = barrier(session, codes[0])
    assert first.owner_id == legal.user_id
    assert [(row.user_id, row.duty) for row in first.members] == [(owner.id, Duty.LEGAL_REVIEWER)]


def test_undoing_leaves_and_tells_what_somebody_changed_afterwards(session, legal, codes):
    batch = done(session, legal, codes, What.CHANNEL, "media")
    barrier(session, codes[1]).working_title = "Av någon annan"
    session.flush()

    undo_bulk(session, legal, batch)

    assert batch.report["kept"] == [codes[1]]
    assert [barrier(session, code).channel for code in codes] == [None, Channel.MEDIA, None]


def test_following_many_is_undone_for_those_alone_that_were_not_followed_before(
    session, legal, codes
):
    followed = barrier(session, codes[0]).id
    session.add(Follow(user_id=legal.user_id, record_id=followed))
    session.flush()
    batch = done(session, legal, codes, What.FOLLOW)
    assert len(session.scalars(select(Follow)).all()) == 3

    undo_bulk(session, legal, batch)

    assert session.scalars(select(Follow.record_id)).all() == [followed]


def test_after_ten_minutes_it_stands(session, legal, codes):
    batch = done(session, legal, codes, What.CHANNEL, "media")
    batch.finished_at = now() - timedelta(minutes=10, seconds=1)

    assert not may_undo(batch)
    with pytest.raises(Conflict):
        undo_bulk(session, legal, batch)


def test_it_is_undone_once(session, legal, codes):
    batch = done(session, legal, codes, What.CHANNEL, "media")
    undo_bulk(session, legal, batch)

    with pytest.raises(Conflict):
        undo_bulk(session, legal, batch)


def test_it_is_done_once(session, legal, codes):
    batch = done(session, legal, codes, What.CHANNEL, "media")

    with pytest.raises(Conflict):
        apply_bulk(session, legal, batch)


def test_who_gives_their_own_barrier_away_can_undo_it(session, legal):
    writer = actor_of(make_user(session, Role.ADVOCACY))
    code = log_barrier(session, writer).code
    batch = done(session, writer, [code], What.OWNER, str(legal.user_id))

    undo_bulk(session, writer, batch)

    assert barrier(session, code).owner_id == writer.user_id


def test_the_public_may_do_none_of_it(session, legal, codes):
    batch = prepared(session, legal, codes, What.CHANNEL, "media")
    change = BulkChange(what=What.FOLLOW)

    for act in (
        lambda: begin_bulk(session, ANONYMOUS, codes),
        lambda: choose_change(session, ANONYMOUS, batch, change),
        lambda: apply_bulk(session, ANONYMOUS, batch),
        lambda: undo_bulk(session, ANONYMOUS, batch),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_bulk_edit_takes_few_statements_a_barrier(session, legal):
    def sent_for(count):
        codes = [
            log_barrier(session, legal, working_title=f"Rad {n} av {count}").code
            for n in range(count)
        ]
        batch = begin_bulk(session, legal, codes)
        choose_change(session, legal, batch, BulkChange(what=What.ADD_TERM, value="sector/school"))
        session.flush()
        session.expunge_all()
        with counted(session.get_bind()) as sent:
            apply_bulk(session, legal, session.get_one(ImportBatch, batch.id))
        return len(sent)

    assert (sent_for(20) - sent_for(10)) / 10 <= 6


def test_followers_are_told_of_a_bulk_edit(session, legal, codes):
    follower = actor_of(make_user(session, Role.ADVOCACY))
    follow_record(session, follower, "barrier", codes[1])

    batch = begin_bulk(session, legal, codes)
    choose_change(session, legal, batch, BulkChange(what=What.CHANNEL, value=Channel.MEDIA.value))
    apply_bulk(session, legal, batch)

    told = session.scalars(select(Notification)).one()
    assert told.user_id == follower.user_id


def test_a_term_that_may_not_be_chosen_today_is_not_added(session, legal, codes):
    term = session.scalars(select(Term).where(Term.key == "school")).one()
    term.valid_from = "2999-01-01"
    batch = begin_bulk(session, legal, codes)

    with pytest.raises(Invalid):
        choose_change(session, legal, batch, BulkChange(what=What.ADD_TERM, value="sector/school"))
