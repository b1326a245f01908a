"""Merging: two barriers become one, nothing is lost, and old addresses lead on."""

import pytest
from sqlalchemy import select

from kb.advocacy.operations import save_action
from kb.barriers.move_operations import move_barrier
from kb.cases.operations import save_case
from kb.errors import Conflict, Forbidden, Gone, Invalid, Missing, Moved
from kb.models import Action, Barrier, Case, Follow, Notification
from kb.publication.merge_operations import merge_barrier
from kb.publication.operations import naming, publish
from kb.publication.queries import get_published
from kb.readers.drafts import ActionDraft, CaseBarrierDraft, CaseDraft
from kb.records.moves import MoveAnswers
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import ActionState, CaseRelation, CitationRole, News, Pair, RecordKind, WorkState
from tests.makers import cites, publish_again
from tests.publication.desk import again, make_people, make_record

ONE, OTHER = "H-2027-901", "H-2027-902"


def make_pair(session, **changes):
    """The duplicate and the survivor."""
    make_record(session, OTHER)
    return make_record(session, ONE, **changes)


def case(code, barrier):
    tie = CaseBarrierDraft(barrier=barrier, relation=CaseRelation.PROVES, note=None)
    return CaseDraft(
        code=code,
        title=Pair("Ett fall", "A case"),
        identifier="",
        key=None,
        body=None,
        decided_on=None,
        outcome=None,
        barriers=(tie,),
    )


def test_the_duplicate_points_at_the_survivor_and_says_what_it_said(session):
    duplicate = make_pair(session, title=Pair("Samma", "The same"))

    merge_barrier(session, make_people(session)["advocacy"], duplicate, OTHER, "Samma lagrum.")

    duplicate = again(session, duplicate)
    assert duplicate.work_state is WorkState.DUPLICATE
    assert duplicate.duplicate_of.code == OTHER
    assert duplicate.work_reason == "Samma lagrum."
    assert duplicate.title_sv == "Samma"


def test_the_survivor_gets_the_sources_cases_actions_and_followers_that_it_lacks(session):
    people = make_people(session)
    make_record(session, OTHER, citations=(cites("sfs/2009:400#K26P1"),))
    make_record(
        session,
        ONE,
        citations=(
            cites("sfs/2009:400#K26P1"),
            cites("sfs/2009:400#K26P1", CitationRole.LIFTS),
            cites("sfs/2009:400#K27P1"),
        ),
    )
    save_case(session, SYSTEM, case("F-2027-901", ONE))
    save_action(session, SYSTEM, action("P-2027-901", ONE))
    one, other = (find_record(session, Barrier, code) for code in (ONE, OTHER))
    for record, person in ((one, "advocacy"), (one, "legal"), (other, "legal")):
        session.add(Follow(user_id=people[person].user_id, record_id=record.id))
    session.flush()

    merge_barrier(session, people["admin"], one, OTHER, "")

    other = again(session, other)
    assert [(each.role, each.key) for each in other.citations] == [
        (CitationRole.CAUSES, "sfs/2009:400#K26P1"),
        (CitationRole.LIFTS, "sfs/2009:400#K26P1"),
        (CitationRole.CAUSES, "sfs/2009:400#K27P1"),
    ]
    tied = find_record(session, Case, "F-2027-901")
    assert [tie.barrier.code for tie in tied.barriers] == [ONE, OTHER]
    tied = find_record(session, Action, "P-2027-901")
    assert {barrier.code for barrier in tied.barriers} == {ONE, OTHER}
    following = select(Follow.user_id).where(Follow.record_id == other.id)
    assert set(session.scalars(following)) == {
        people["advocacy"].user_id,
        people["legal"].user_id,
    }


def action(code, barrier):
    return ActionDraft(
        code=code,
        title=Pair("En insats", "An action"),
        state=ActionState.DOING,
        started_on=None,
        ended_on=None,
        counterparts=(),
        barriers=(barrier,),
        matters=(),
        objectives=(),
        asks=(),
    )


def test_a_public_duplicate_leads_on_to_a_public_survivor(session):
    duplicate = publish_again(session, make_pair(session))
    other = publish_again(session, make_record(session, OTHER))

    merge_barrier(session, make_people(session)["advocacy"], again(session, duplicate), OTHER, "")

    with pytest.raises(Moved) as moved:
        get_published(session, RecordKind.BARRIER, ONE)
    assert (moved.value.kind, moved.value.code) == ("barrier", other.code)


def test_a_public_duplicate_of_what_is_not_public_is_gone(session):
    duplicate = publish_again(session, make_pair(session))

    merge_barrier(session, make_people(session)["advocacy"], again(session, duplicate), OTHER, "")

    with pytest.raises(Gone) as gone:
        get_published(session, RecordKind.BARRIER, ONE)
    assert gone.value.reason == "merged"


def test_an_address_leads_on_over_two_merges(session):
    people = make_people(session)
    for code in (ONE, OTHER, "H-2027-903"):
        publish_again(session, make_record(session, code))

    merge_barrier(session, people["admin"], find_record(session, Barrier, ONE), OTHER, "")
    session.expire_all()
    second = find_record(session, Barrier, OTHER)
    merge_barrier(session, people["admin"], second, "H-2027-903", "")

    with pytest.raises(Moved) as moved:
        get_published(session, RecordKind.BARRIER, ONE)
    assert moved.value.code == "H-2027-903"


def test_the_catalogue_does_not_publish_a_merged_barrier_again(session):
    duplicate = publish_again(session, make_pair(session))
    merge_barrier(session, make_people(session)["admin"], again(session, duplicate), OTHER, "")

    with pytest.raises(Conflict):
        publish(session, SYSTEM, again(session, duplicate), naming(session))


@pytest.mark.parametrize("code", [ONE, "H-2027-999"])
def test_a_barrier_is_merged_with_another_that_exists(session, code):
    duplicate = make_pair(session)

    with pytest.raises(Invalid):
        merge_barrier(session, make_people(session)["admin"], duplicate, code, "")


def test_a_barrier_is_not_merged_with_a_duplicate(session):
    people = make_people(session)
    make_record(session, OTHER)
    merge_barrier(session, people["admin"], make_record(session, "H-2027-903"), OTHER, "")
    duplicate = make_record(session, ONE)

    with pytest.raises(Invalid):
        merge_barrier(session, people["admin"], duplicate, "H-2027-903", "")


def test_a_merge_without_a_survivor_says_what_is_missing(session):
    with pytest.raises(Missing) as missing:
        merge_barrier(session, make_people(session)["admin"], make_pair(session), " ", "")

    assert missing.value.needs == ("survivor",)


def test_a_barrier_whose_work_has_ended_is_not_merged(session):
    duplicate = make_pair(session)
    with changing(session, SYSTEM, duplicate):
        duplicate.work_state = WorkState.RESOLVED

    with pytest.raises(Conflict):
        merge_barrier(session, make_people(session)["admin"], duplicate, OTHER, "")


def test_the_public_merges_nothing(session):
    with pytest.raises(Forbidden):
        merge_barrier(session, ANONYMOUS, make_pair(session), OTHER, "")


def owned_pair(session, people):
    """A recognised survivor that a lawyer owns, and a duplicate that cites a provision."""
    survivor = make_record(session, OTHER)
    with changing(session, SYSTEM, survivor):
        survivor.work_state = WorkState.RECOGNISED
        survivor.owner_id = people["legal"].user_id
    return make_record(session, ONE, citations=(cites("sfs/2009:400#K26P1"),))


def test_nobody_changes_by_merging_the_law_that_they_may_not_change(session):
    people = make_people(session)

    survivor = merge_barrier(
        session, people["advocacy"], owned_pair(session, people), OTHER, "Samma."
    )

    assert again(session, survivor).citations == []
    assert [each.key for each in find_record(session, Barrier, ONE).citations] == [
        "sfs/2009:400#K26P1"
    ]
    told = session.scalars(select(Notification)).one()
    assert (told.user_id, told.news) == (people["legal"].user_id, News.ASKED)


def test_a_lawyer_takes_the_sources_over_by_merging(session):
    people = make_people(session)

    survivor = merge_barrier(
        session, people["other_legal"], owned_pair(session, people), OTHER, "Samma."
    )

    assert [each.key for each in again(session, survivor).citations] == ["sfs/2009:400#K26P1"]


def test_a_duplicate_that_is_taken_up_again_leads_nowhere(session):
    people = make_people(session)
    duplicate = publish_again(session, make_pair(session))
    publish_again(session, make_record(session, OTHER))
    merge_barrier(session, people["advocacy"], again(session, duplicate), OTHER, "")
    duplicate = again(session, duplicate)

    move_barrier(session, people["legal"], duplicate, "reopen", MoveAnswers(reason="Inte samma."))

    with pytest.raises(Gone):
        get_published(session, RecordKind.BARRIER, ONE)
