"""Adding cases and changing them."""

import pytest
from sqlalchemy import select

from kb.cases.edit_drafts import CaseAccountDraft
from kb.cases.edit_operations import begin_case, revise_case, tie_case
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Case, Revision
from kb.readers.drafts import CaseBarrierDraft
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS
from kb.words import CaseRelation, Certainty, Role, TextField
from tests.makers import make_barrier, make_terms
from tests.staff import actor_of, make_user
from tests.statements import counted

DRAFT = CaseAccountDraft(title="En skola fick inget veta", internal="Rektorn ringde.")


@pytest.fixture
def actor(session):
    return actor_of(make_user(session, Role.ADVOCACY))


@pytest.fixture
def case(session, actor):
    return begin_case(session, actor, DRAFT)


def reloaded(session, case):
    session.flush()
    session.expire_all()
    return find_record(session, Case, case.code)


def tied(barrier, relation=CaseRelation.PROVES):
    return CaseBarrierDraft(barrier=barrier.code, relation=relation, note=None)


def test_a_case_gets_a_code_of_its_own_and_keeps_its_account_inside(session, case):
    found = reloaded(session, case)

    assert found.code.startswith("F-")
    assert [(text.field, text.body_md) for text in found.texts] == [
        (TextField.INTERNAL, "Rektorn ringde.")
    ]


def test_a_case_without_a_title_is_refused(session, actor):
    with pytest.raises(Invalid) as refused:
        begin_case(session, actor, CaseAccountDraft(title=""))

    assert refused.value.field == "title"


def test_the_public_adds_and_changes_no_case(session, case):
    with pytest.raises(Forbidden):
        begin_case(session, ANONYMOUS, DRAFT)
    with pytest.raises(Forbidden):
        revise_case(session, ANONYMOUS, case, case.version, DRAFT)


def test_an_older_version_is_not_saved_over_a_newer(session, actor, case):
    with pytest.raises(Conflict):
        revise_case(session, actor, case, case.version + 1, DRAFT)


def test_saving_what_is_already_there_writes_nothing(session, actor, case):
    revise_case(session, actor, case, case.version, DRAFT)

    revisions = session.scalars(
        select(Revision).where(Revision.code == case.code).order_by(Revision.id)
    ).all()
    assert [revision.verb for revision in revisions] == ["created"]


def test_a_ruling_gets_its_key_from_how_it_is_cited(session, actor, case):
    make_terms(session, ("case-kind", "court-ruling"))
    draft = CaseAccountDraft(
        title="Dom",
        identifier="HFD 2021 ref. 10",
        kinds=("court-ruling",),
        decided_on="2021-02-19",
        certainty=Certainty.VERIFIED,
    )

    revise_case(session, actor, case, case.version, draft)

    found = reloaded(session, case)
    assert found.key == "hfd/2021/10"
    assert [term.key for term in found.terms] == ["court-ruling"]


def test_a_key_that_was_there_stays_while_the_citation_does(session, actor, case):
    case.identifier, case.key = "HFD 2021 ref. 10 (mål 433-20)", "hfd/2021/10"
    session.flush()
    draft = CaseAccountDraft(title="Annan titel", identifier="HFD 2021 ref. 10 (mål 433-20)")

    revise_case(session, actor, case, case.version, draft)

    assert case.key == "hfd/2021/10"


def test_a_case_is_tied_to_barriers(session, actor, case):
    barrier = make_barrier(session)
    draft = CaseAccountDraft(title="Titel", barriers=(tied(barrier),))

    revise_case(session, actor, case, case.version, draft)

    assert [tie.barrier.code for tie in reloaded(session, case).barriers] == [barrier.code]


@pytest.mark.parametrize("codes", [("H-1999-999",), ("H-2027-777", "H-2027-777")])
def test_a_barrier_that_is_unknown_or_named_twice_is_told_by_its_row(session, actor, case, codes):
    make_barrier(session, code="H-2027-777")
    ties = [
        CaseBarrierDraft(barrier=code, relation=CaseRelation.PROVES, note=None) for code in codes
    ]

    with pytest.raises(Invalid) as refused:
        revise_case(
            session, actor, case, case.version, CaseAccountDraft(title="T", barriers=tuple(ties))
        )

    assert refused.value.field == f"barriers-{len(codes) - 1}-barrier"


def test_tying_twice_changes_the_relation(session, actor, case):
    barrier = make_barrier(session)
    tie_case(session, actor, case, barrier, CaseRelation.RELATED)

    tie_case(session, actor, case, barrier, CaseRelation.PROVES)

    found = reloaded(session, case).barriers
    assert [(tie.barrier.code, tie.relation) for tie in found] == [
        (barrier.code, CaseRelation.PROVES)
    ]


def test_saving_sends_a_known_number_of_statements(session, database, actor, case):
    found = reloaded(session, case)

    with counted(database.engine) as sent:
        draft = CaseAccountDraft(title="Ny titel", internal="Rektorn ringde.")
        revise_case(session, actor, found, found.version, draft)

    # Terms; the record and the case; the end of the chain and the revision; index; followers.
    assert len(sent) <= 9, sent
