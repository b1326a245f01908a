"""Proposed wordings: made, changed, taken back, told by the history, held beside the law."""

import pytest
from sqlalchemy import select

from kb.barriers.redline_operations import MAX_WORDING, WordingDraft, propose_wording
from kb.barriers.redline_queries import list_proposed
from kb.errors import Forbidden, Invalid
from kb.models import Barrier, PublicVersion, Revision
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS
from kb.words import CitationRole, Role
from tests.law.book import FIRST, TEXT, statute, take
from tests.makers import cites, make_barrier, publish_again
from tests.staff import actor_of, make_user

KEY = "sfs/2017:725#K6P37"
WORDS = "En nämnd får uppdra åt ett system att besluta."


@pytest.fixture
def actor(session):
    return actor_of(make_user(session, Role.ADVOCACY))


@pytest.fixture
def barrier(session):
    """A barrier that rests on a section whose words are known."""
    take(session, statute(text=TEXT))
    preparatory = cites("sfs/2017:725#K6P38", CitationRole.PREPARATORY)
    code = make_barrier(session, citations=(cites(KEY), preparatory)).code
    session.flush()
    session.expire_all()
    return find_record(session, Barrier, code)


def propose(session, actor, barrier, wording=WORDS, **more):
    draft = WordingDraft(**{"key": KEY, "wording": wording, **more})
    propose_wording(session, actor, barrier, draft)
    session.flush()


def proposed(session, barrier) -> list[tuple[str, list[str]]]:
    return [
        (each.key, [one.redline.proposed for one in each.proposed])
        for each in list_proposed(session, barrier)
    ]


def test_a_proposal_stands_beside_the_present_words(session, actor, barrier):
    propose(session, actor, barrier, reason="Därför.")

    (provision,) = list_proposed(session, barrier)
    assert provision.present.known_on == FIRST
    (one,) = provision.proposed
    assert (one.action, one.reason) == (None, "Därför.")
    changed = [(piece.kind.value, piece.text.strip()) for piece in one.redline.pieces]
    assert ("removed", "en anställd") in changed
    assert ("added", "ett system") in changed


def test_a_section_without_a_proposal_stands_there_too(session, barrier):
    assert proposed(session, barrier) == [(KEY, [])]


def test_a_proposal_for_a_section_that_is_not_cited_is_listed(session, actor, barrier):
    propose(session, actor, barrier, key="sfs/1999:1#P2")

    assert proposed(session, barrier) == [("sfs/1999:1#P2", [WORDS]), (KEY, [])]


def test_a_second_proposal_for_a_section_takes_the_place_of_the_first(session, actor, barrier):
    propose(session, actor, barrier)
    propose(session, actor, barrier, wording="En annan.\r\n\r\n1. Punkt. ")

    assert proposed(session, barrier) == [(KEY, ["En annan.\n\n1. Punkt."])]


def test_an_empty_wording_takes_the_proposal_back(session, actor, barrier):
    propose(session, actor, barrier)
    propose(session, actor, barrier, wording=" \n")

    assert proposed(session, barrier) == [(KEY, [])]


def test_taking_back_what_was_not_proposed_changes_nothing(session, actor, barrier):
    version = barrier.version

    propose(session, actor, barrier, wording="")

    assert barrier.version == version


def test_the_history_tells_of_a_proposal(session, actor, barrier):
    propose(session, actor, barrier)

    last = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert (last.actor_id, last.code) == (actor.user_id, barrier.code)
    assert WORDS in str(last.changes)


def test_nothing_of_a_proposal_is_in_what_is_published(session, actor, barrier):
    propose(session, actor, barrier, wording="Kanariefågel.", reason="Papegoja.")

    publish_again(session, barrier)

    snapshots = str(session.scalars(select(PublicVersion.snapshot)).all())
    assert barrier.code in snapshots
    assert "Kanariefågel" not in snapshots
    assert "Papegoja" not in snapshots


@pytest.mark.parametrize(
    "key",
    ["", "sfs/2017:725", "sfs/2017:725#K6", "celex/32016R0679#A22", "prop/2021/22:125", "x"],
)
def test_only_a_section_of_a_swedish_act_can_be_reworded(session, actor, barrier, key):
    with pytest.raises(Invalid):
        propose(session, actor, barrier, key=key)


def test_a_wording_longer_than_any_section_is_refused(session, actor, barrier):
    with pytest.raises(Invalid):
        propose(session, actor, barrier, wording="x" * (MAX_WORDING + 1))


def test_the_public_proposes_nothing(session, barrier):
    with pytest.raises(Forbidden):
        propose(session, ANONYMOUS, barrier)
