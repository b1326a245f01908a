"""Documents are proposed for matters with reasons, and become steps when somebody says so."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kb.db.session import session_scope
from kb.documents.match_operations import (
    confirm_match,
    match_by_hand,
    propose_matches,
    reject_match,
    undo_match,
)
from kb.documents.tie_operations import tie_documents
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Document, Match, Matter, MatterEvent, Revision
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import Certainty, DocumentKind, MatchVerdict, Role, Stage
from tests.documents.papers import BILL, CHAIN, CONSULTATION, REPORT, paper, take_in
from tests.makers import event, make_matter
from tests.staff import actor_of, make_user


@pytest.fixture
def matter_code(database):
    """A matter that knows of the report and that there was a consultation; documents are in."""
    take_in(database, *CHAIN)
    with session_scope(database.writing) as session:
        steps = (
            event(Stage.REPORT, "2021-03", document="sou/2021:16"),
            event(Stage.CONSULTATION, "2021", until="2021-08-25"),
        )
        code = make_matter(session, *steps).code
    propose(database)
    return code


def propose(database) -> int:
    with session_scope(database.writing) as session:
        tie_documents(session, SYSTEM)
        return propose_matches(session, SYSTEM)


def waiting(session) -> dict[DocumentKind, Match]:
    rows = session.scalars(select(Match).join(Document).where(Match.verdict.is_(None))).all()
    for match in rows:
        session.refresh(match, ["document", "matter"])
    return {match.document.kind: match for match in rows}


def test_a_step_that_names_a_document_learns_where_it_was_seen(database, matter_code):
    with database.reading() as session:
        report = find_record(session, Matter, matter_code).events[0]

        assert report.document_id is not None
        assert report.observed_at.date().isoformat() == "2026-01-29"
        assert report.date == "2021-03"


def test_what_follows_and_what_came_before_is_proposed_with_its_reasons(database, matter_code):
    with database.reading() as session:
        found = waiting(session)

    assert set(found) == {
        DocumentKind.DIRECTIVE,
        DocumentKind.CONSULTATION,
        DocumentKind.COUNCIL_DRAFT,
        DocumentKind.BILL,
    } - {DocumentKind.COUNCIL_DRAFT}
    assert found[DocumentKind.CONSULTATION].reasons[0]["why"] == "number-in-title"
    assert found[DocumentKind.BILL].reasons[0]["why"] == "title-in-text"
    assert found[DocumentKind.BILL].score < found[DocumentKind.CONSULTATION].score


def test_proposing_again_proposes_nothing_new(database, matter_code):
    assert propose(database) == 0


def test_a_confirmed_document_is_a_step_in_its_place_with_source_and_day(database, matter_code):
    with session_scope(database.writing) as session:
        matter = find_record(session, Matter, matter_code)
        confirm_match(session, SYSTEM, waiting(session)[DocumentKind.BILL], matter)

    with database.reading() as session:
        steps = find_record(session, Matter, matter_code).events
    told = [(each.stage, each.date, each.is_planned) for each in steps]
    assert told == [
        (Stage.REPORT, "2021-03", False),
        (Stage.CONSULTATION, "2021", False),
        (Stage.BILL, "2022-03", False),
        (Stage.IN_FORCE, "2022-07-01", True),
    ]
    assert (steps[2].source, steps[2].certainty) == ("regeringen.se", Certainty.VERIFIED)


def test_a_step_that_was_noted_before_is_the_same_step_and_loses_nothing(database, matter_code):
    with session_scope(database.writing) as session:
        matter = find_record(session, Matter, matter_code)
        confirm_match(session, SYSTEM, waiting(session)[DocumentKind.CONSULTATION], matter)

    with database.reading() as session:
        steps = find_record(session, Matter, matter_code).events
    assert [each.stage for each in steps] == [Stage.REPORT, Stage.CONSULTATION]
    assert (steps[1].date, steps[1].until) == ("2021-04", "2021-08-25")


@pytest.mark.parametrize("kind", [DocumentKind.BILL, DocumentKind.CONSULTATION])
def test_a_confirmation_can_be_taken_back(database, matter_code, kind):
    with session_scope(database.writing) as session:
        matter = find_record(session, Matter, matter_code)
        match = waiting(session)[kind]
        confirm_match(session, SYSTEM, match, matter)
        undo_match(session, SYSTEM, match, matter)

    with database.reading() as session:
        steps = find_record(session, Matter, matter_code).events
        verbs = session.scalars(
            select(Revision.verb).where(Revision.code == matter_code).order_by(Revision.number)
        ).all()
        assert kind in waiting(session)
    assert [each.stage for each in steps] == [Stage.REPORT, Stage.CONSULTATION]
    assert [each.document_id is None for each in steps] == [False, True]
    assert verbs[-2:] == ["matched", "unmatched"]


def test_what_was_rejected_is_never_proposed_again(database, matter_code):
    with session_scope(database.writing) as session:
        reject_match(session, SYSTEM, waiting(session)[DocumentKind.BILL])

    propose(database)

    with database.reading() as session:
        assert DocumentKind.BILL not in waiting(session)


def test_a_decision_is_made_once(database, matter_code):
    with session_scope(database.writing) as session:
        match = waiting(session)[DocumentKind.BILL]
        reject_match(session, SYSTEM, match)

        with pytest.raises(Conflict):
            confirm_match(session, SYSTEM, match, find_record(session, Matter, matter_code))


def test_a_proposal_goes_when_its_reason_has_gone(database, matter_code):
    take_in(database, replace(CONSULTATION, title="Remiss", named=()), state_on="2026-02-10")

    propose(database)

    with database.reading() as session:
        assert DocumentKind.CONSULTATION not in waiting(session)


def test_a_member_can_match_by_hand_once(database, matter_code):
    stray = paper(DocumentKind.MEMO, "ds/2021:9", "Något annat", "2021-05-01")
    take_in(database, stray)
    with session_scope(database.writing) as session:
        actor = actor_of(make_user(session, Role.ADVOCACY))
        document = session.scalars(select(Document).where(Document.key == "ds/2021:9")).one()
        matter = find_record(session, Matter, matter_code)

        match = match_by_hand(session, actor, document, matter)

        assert match.verdict is MatchVerdict.CONFIRMED
        assert "ds/2021:9" in [each.document for each in matter.events]
        with pytest.raises(Invalid):
            match_by_hand(session, actor, document, matter)


def test_strangers_decide_nothing(database, matter_code):
    with session_scope(database.writing) as session:
        match = waiting(session)[DocumentKind.BILL]
        with pytest.raises(Forbidden):
            reject_match(session, ANONYMOUS, match)
        with pytest.raises(Forbidden):
            confirm_match(session, ANONYMOUS, match, find_record(session, Matter, matter_code))


def test_the_way_is_not_followed_back_to_other_bills_of_one_report(database):
    other = replace(BILL, external_id="/other/", key="prop/2022/23:7", title="En annan fråga helt")
    take_in(database, REPORT, BILL, other)
    with session_scope(database.writing) as session:
        make_matter(session, event(Stage.BILL, "2022-03", document="prop/2021/22:125"))
    propose(database)

    with database.reading() as session:
        keys = {match.document.key for match in waiting(session).values()}
    assert keys == {"sou/2021:16"}


def test_no_step_is_made_of_a_document_before_somebody_confirms_it(database, matter_code):
    with database.reading() as session:
        stages = session.scalars(select(MatterEvent.stage)).all()

    assert sorted(stages) == sorted([Stage.REPORT, Stage.CONSULTATION])
