"""Writing our answer, sending it, taking it up again, and what stays unknown until then."""

import pytest
from sqlalchemy import select

from kb.consultations.answer_drafts import AnswerDraft, PositionDraft
from kb.consultations.answer_operations import revise_answer
from kb.consultations.earlier_queries import count_earlier, list_earlier
from kb.consultations.move_operations import begin_response, move_response
from kb.consultations.response_queries import Asked, get_response
from kb.consultations.tie_operations import take_up
from kb.consultations.touch_queries import map_named
from kb.errors import Conflict, Forbidden, Invalid, NotFound
from kb.models import Action, Matter, MatterEvent, PublicRecord, Response
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import ActionState, AskOutcome, Invited, Pair, ResponseState, Role, Stage, Stance
from tests.barriers.moving import answers
from tests.consultations.making import in_days, make_document
from tests.makers import event, make_act, make_barrier, make_matter
from tests.staff import make_user

KEY = "sfs/2009:400#K10P28"
TYPED = "10 kap. 28 § OSL"


def begun(session, document=None, *events):
    """Our answer to *document* within a matter, loaded whole, begun and not decided."""
    code = make_matter(session, *events).code
    session.flush()
    session.expunge_all()
    matter = find_record(session, Matter, code)
    document = session.merge(document) if document is not None else None
    response = begin_response(session, SYSTEM, Asked(matter=matter, document=document))
    return get_response(session, SYSTEM, response.id)


def says(*positions, **changes):
    return AnswerDraft(
        **{"invited": Invited.YES, "stance": None, "positions": positions, **changes}
    )


def position(stance=Stance.REJECTS, words="Ändra paragrafen.", **changes):
    values = {"proposal": "avsnitt 6.2", "stance": stance, "text": Pair(words, "")}
    return PositionDraft(**{**values, **changes})


def write(session, response, *positions, **changes):
    draft = says(*positions, **changes)
    return revise_answer(session, SYSTEM, response, response.matter.version, draft)


def sent(session, response, barriers=(), owner=None):
    asked = Asked(matter=response.matter, document=response.document, barriers=barriers)
    owner = owner or make_user(session, Role.ADVOCACY).id
    move_response(session, SYSTEM, asked, "answer", answers(owner_id=owner))
    move_response(session, SYSTEM, asked, "send", answers(happened_on="2026-02-03"))
    return find_record(session, Action, response.action.code)


def test_what_is_typed_as_a_provision_is_kept_by_its_key(session):
    make_act(session)
    response = write(session, begun(session), position(target=TYPED, wording="Ny lydelse."))

    assert [each.target for each in response.positions] == [KEY]
    assert response.positions[0].proposed_wording == "Ny lydelse."


@pytest.mark.parametrize(
    ("target", "wording"), [("en lag", ""), ("", "Ny lydelse."), ("OSL", "Ny lydelse.")]
)
def test_a_provision_that_cannot_be_read_or_worded_is_refused_at_its_row(session, target, wording):
    make_act(session)

    with pytest.raises(Invalid) as refused:
        write(session, begun(session), position(), position(target=target, wording=wording))

    assert refused.value.field == "positions-1-target"


def test_what_somebody_else_has_saved_is_not_written_over(session):
    response = begun(session)
    opened = response.matter.version
    write(session, response, position())

    with pytest.raises(Conflict):
        revise_answer(session, SYSTEM, response, opened, says())


def test_saving_what_is_there_already_writes_nothing(session):
    response = write(session, begun(session), position())
    version = response.matter.version

    write(session, response, position())

    assert response.matter.version == version


def test_sending_makes_an_unpublished_action_of_what_asks_for_something(session):
    make_act(session)
    barrier = make_barrier(session)
    document = make_document(session, title="Remiss av ett betänkande", deadline_on=in_days(9))
    response = begun(session, document)
    write(
        session,
        response,
        position(Stance.APPROVES, "Bra."),
        position(Stance.REJECTS, "Inför en ny paragraf.", target=TYPED),
        position(Stance.REJECTS, ""),
        position(Stance.APPROVES_PARTLY, "", target=TYPED, wording="Ny lydelse."),
    )

    action = sent(session, response, (barrier.code,))

    assert (action.state, action.ended_on) == (ActionState.DONE, "2026-02-03")
    assert [(ask.number, ask.text_sv, ask.target, ask.proposed_wording) for ask in action.asks] == [
        (1, "Inför en ny paragraf.", KEY, ""),
        (2, "avsnitt 6.2", KEY, "Ny lydelse."),
    ]
    assert [each.code for each in action.barriers] == [barrier.code]
    assert [each.code for each in action.matters] == [response.matter.code]
    assert session.scalar(select(PublicRecord).where(PublicRecord.record_id == action.id)) is None


def test_an_answer_that_is_sent_is_changed_only_by_taking_it_up_again(session):
    response = write(session, begun(session), position())
    action = sent(session, response)
    with pytest.raises(Conflict):
        write(session, response)

    asked = Asked(matter=response.matter)
    said = answers(reason="Fel paragraf.", owner_id=response.owner_id)
    move_response(session, SYSTEM, asked, "reopen-answer", said)
    write(session, response, position(words="Nytt krav."))
    move_response(session, SYSTEM, asked, "send", answers(happened_on="2026-02-04"))

    assert response.action_id == action.id
    assert [ask.text_sv for ask in find_record(session, Action, action.code).asks] == ["Nytt krav."]


def test_an_answer_whose_asks_have_outcomes_stands(session):
    response = write(session, begun(session), position())
    sent(session, response).asks[0].outcome = AskOutcome.MET
    session.flush()
    said = answers(reason="Fel.", owner_id=response.owner_id)

    with pytest.raises(Conflict):
        move_response(session, SYSTEM, Asked(matter=response.matter), "reopen-answer", said)


def test_earlier_asks_and_positions_on_what_a_consultation_names_are_found(session):
    make_act(session)
    response = write(
        session,
        begun(session),
        position(Stance.REJECTS, "Ändra.", target=TYPED),
        position(Stance.APPROVES, "Bra.", target=TYPED),
        position(Stance.REJECTS, "Annat.", target="11 kap. 1 § OSL"),
    )
    sent(session, response)
    document = make_document(session, named=[KEY])
    session.flush()

    named = map_named(session, [document.id])
    found = list_earlier(session, SYSTEM, named[document.id])

    assert {(each.kind, each.text.sv, each.stance) for each in found} == {
        ("action", "Ändra.", Stance.REJECTS),
        ("matter", "Bra.", Stance.APPROVES),
    }
    assert count_earlier(session, SYSTEM, named) == {document.id: 2}


def test_taking_up_a_consultation_makes_it_a_step_of_the_matter(session):
    document = make_document(session, deadline_on=in_days(20), dated_on="2026-01-10")
    before, after = event(Stage.REPORT, "2025-12-01"), event(Stage.BILL, "2026-05-01")
    code = make_matter(session, before, after).code
    session.flush()
    session.expunge_all()
    matter = find_record(session, Matter, code)

    response = take_up(session, SYSTEM, session.merge(document), matter)

    assert (response.state, response.document_id) == (ResponseState.NOT_DECIDED, document.id)
    steps = session.execute(
        select(MatterEvent.stage, MatterEvent.document_id).order_by(MatterEvent.position)
    ).all()
    assert [tuple(step) for step in steps] == [
        (Stage.REPORT, None),
        (Stage.CONSULTATION, document.id),
        (Stage.BILL, None),
    ]


def test_a_step_that_is_known_by_its_last_day_becomes_the_document(session):
    document = make_document(session, deadline_on=in_days(20))
    code = make_matter(session, event(Stage.CONSULTATION, until=in_days(20))).code
    session.flush()
    session.expunge_all()
    matter = find_record(session, Matter, code)

    take_up(session, SYSTEM, session.merge(document), matter)

    assert [each.document_id for each in session.scalars(select(MatterEvent))] == [document.id]


def test_a_consultation_is_answered_within_one_matter_only(session):
    document = make_document(session)
    begun(session, document)
    other = make_matter(session)
    session.flush()

    with pytest.raises(Conflict):
        take_up(session, SYSTEM, document, other)

    assert len(session.scalars(select(Response)).all()) == 1


def test_the_public_neither_knows_nor_writes_an_answer(session):
    response = write(session, begun(session), position())

    with pytest.raises(NotFound):
        get_response(session, ANONYMOUS, response.id)
    with pytest.raises(Forbidden):
        revise_answer(session, ANONYMOUS, response, response.matter.version, says())
