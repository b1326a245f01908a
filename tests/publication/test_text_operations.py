"""Writing the public text: what it changes, and what it lets fall."""

from dataclasses import replace

import pytest

from kb.errors import Conflict, Forbidden, Invalid
from kb.publication.composed import Composed
from kb.publication.desk_forms import draft_of, said_by
from kb.publication.desk_queries import (
    changed_since_published,
    difference,
    find_standing,
    get_publication,
    is_changed_since_published,
)
from kb.publication.queries import get_published
from kb.publication.text_operations import write_public_text
from kb.readers.drafts import TextDraft
from kb.records.operations import changing
from kb.security.actor import ANONYMOUS
from kb.text.differences import PieceKind
from kb.words import Language, Pair, PublicationState, State, TextField
from tests.makers import says
from tests.publication.desk import (
    again,
    approve,
    make_case,
    make_people,
    make_record,
    publish_over_desk,
    put_in,
)
from tests.statements import counted


def draft(record, **changes):
    """What the record says, with *changes*."""
    return replace(draft_of(record, said_by(record)), **changes)


def write(session, actor, record, **changes):
    return write_public_text(session, actor, record, record.version, draft(record, **changes))


def test_whoever_writes_the_text_is_its_author(session):
    people = make_people(session)
    record = make_record(session)

    write(session, people["advocacy"], record, title=Pair("En ny rubrik", "A new title"))

    assert get_publication(session, record).author_id == people["advocacy"].user_id
    assert again(session, record).title_sv == "En ny rubrik"


def test_saving_the_same_text_makes_nobody_its_author(session):
    record = make_record(session)

    write(session, make_people(session)["advocacy"], record)

    assert get_publication(session, record).author_id is None


def test_the_public_writes_no_text(session):
    with pytest.raises(Forbidden):
        write(session, ANONYMOUS, make_record(session), title=Pair("Min", "Mine"))


def test_a_text_that_others_have_saved_since_is_refused(session):
    record = make_record(session)

    with pytest.raises(Conflict):
        write_public_text(
            session, make_people(session)["advocacy"], record, record.version - 1, draft(record)
        )


def test_texts_that_stay_inside_stay(session):
    inside = says(TextField.INTERNAL, "Hemligt", "Secret")
    record = make_record(session, texts=(*inside, *says(TextField.ANALYSIS, "Analys", "Analysis")))
    texts = (TextDraft(field=TextField.ANALYSIS, language=Language.SV, body_md="Nytt"),)

    write(session, make_people(session)["advocacy"], record, texts=texts)

    found = {f"{text.field}_{text.language}": text.body_md for text in again(session, record).texts}
    assert found == {"internal_sv": "Hemligt", "internal_en": "Secret", "analysis_sv": "Nytt"}


def test_a_text_that_stays_inside_cannot_be_written_here(session):
    texts = (TextDraft(field=TextField.INTERNAL, language=Language.SV, body_md="Nytt"),)

    with pytest.raises(Invalid):
        write(session, make_people(session)["admin"], make_record(session), texts=texts)


def test_a_title_that_is_too_long_is_refused(session):
    with pytest.raises(Invalid) as error:
        write(
            session,
            make_people(session)["admin"],
            make_record(session),
            title=Pair("x" * 201, ""),
        )

    assert error.value.field == "title_sv"


def test_the_text_of_a_case_has_an_outcome(session):
    record = make_case(session)

    write(session, make_people(session)["advocacy"], record, outcome=Pair("Avslag", "Refused"))

    assert again(session, record).outcome_sv == "Avslag"


def test_an_approval_falls_with_the_text(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])

    write(session, people["advocacy"], record, title=Pair("Annat", "Other"))

    publication = get_publication(session, record)
    assert publication.state is PublicationState.DRAFTED
    assert (publication.approver_id, publication.approved_digest) == (None, "")


def test_a_text_that_may_be_published_is_begun_by_writing_it(session):
    people = make_people(session)
    record = make_record(session)
    put_in(session, record, PublicationState.PUBLISHABLE)

    write(session, people["advocacy"], record, title=Pair("Annat", "Other"))

    assert get_publication(session, record).state is PublicationState.DRAFTED


def test_what_is_kept_inside_gets_no_public_text(session):
    record = make_record(session)
    put_in(session, record, PublicationState.NOT_PUBLISHABLE)

    with pytest.raises(Conflict, match="inside"):
        write(session, make_people(session)["admin"], record, title=Pair("Annat", "Other"))


def test_an_edit_of_what_is_published_is_told_and_changes_nothing_public(session):
    people = make_people(session)
    record = make_record(session, title=Pair("Ett gammalt hinder", "An old barrier"))
    publish_over_desk(session, record, people["legal"])
    assert not is_changed_since_published(session, record)
    assert changed_since_published(session) == set()

    write(session, people["advocacy"], record, title=Pair("Ett nytt hinder", "An old barrier"))

    assert get_publication(session, record).state is PublicationState.PUBLISHED
    assert is_changed_since_published(session, record)
    assert changed_since_published(session) == {record.id}
    assert changed_since_published(session, []) == set()
    public = get_published(session, record.kind, record.code).record
    assert public["title"]["sv"] == "Ett gammalt hinder"


def test_an_edit_of_what_stays_inside_is_no_change_for_the_public(session):
    people = make_people(session)
    record = make_record(session)
    publish_over_desk(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.working_summary = "Bara för oss"

    assert changed_since_published(session) == set()


def test_the_difference_is_told_field_by_field_and_word_by_word(session):
    people = make_people(session)
    record = make_record(session, title=Pair("Ett gammalt hinder", "A barrier"))
    publish_over_desk(session, record, people["legal"])
    words = replace(draft(record).barrier, state=State.PROPOSED)

    write(
        session,
        people["advocacy"],
        record,
        title=Pair("Ett nytt hinder", "A barrier"),
        barrier=words,
    )

    title, state = difference(Composed(session, record), find_standing(session, record))
    assert (title.field, title.language) == ("title", Language.SV)
    assert [(piece.kind, piece.text) for piece in title.pieces] == [
        (PieceKind.SAME, "Ett "),
        (PieceKind.REMOVED, "gammalt"),
        (PieceKind.ADDED, "nytt"),
        (PieceKind.SAME, " hinder"),
    ]
    assert (state.field, state.words) == ("state", "state")
    assert (state.before, state.after) == ("open", "proposed")


def test_a_field_that_is_no_answer_of_the_form_stays(session):
    record = make_record(session)
    before = record.work_state

    write(session, make_people(session)["advocacy"], record, title=Pair("Annat", "Other"))

    assert again(session, record).work_state is before


SETTLED = (State.PARTLY_RESOLVED, State.RESOLVED)


@pytest.mark.parametrize("state", SETTLED)
def test_no_text_says_that_a_barrier_is_resolved_when_no_move_has(session, state):
    record = make_record(session)
    words = replace(draft(record).barrier, state=state)

    with pytest.raises(Invalid) as refused:
        write(session, make_people(session)["admin"], record, barrier=words)

    assert refused.value.field == "state"
    assert again(session, record).state is State.OPEN


@pytest.mark.parametrize("state", SETTLED)
def test_no_text_takes_back_that_a_barrier_is_resolved_but_it_may_explain_it(session, state):
    people = make_people(session)
    record = make_record(session)
    record.state = state
    record = again(session, record)
    words = draft(record).barrier

    with pytest.raises(Invalid):
        write(session, people["admin"], record, barrier=replace(words, state=State.PROPOSED))
    write(session, people["advocacy"], record, barrier=replace(words, state_note=Pair("Så.", "")))

    after = again(session, record)
    assert (after.state, after.state_note_sv) == (state, "Så.")


def test_the_day_on_which_a_barrier_was_resolved_is_no_matter_of_words(session):
    record = make_record(session)
    record.state, record.state_since = State.RESOLVED, "2026-02"
    record = again(session, record)
    words = replace(draft(record).barrier, state_since="2025")

    with pytest.raises(Invalid) as refused:
        write(session, make_people(session)["legal"], record, barrier=words)

    assert refused.value.field == "state_since"


def test_however_many_have_changed_they_are_composed_in_the_same_number_of_statements(session):
    people = make_people(session)

    def sent_for(*codes):
        for code in codes:
            record = make_record(session, code=code)
            publish_over_desk(session, record, people["legal"])
            write(session, people["advocacy"], record, title=Pair("Ett nytt hinder", "New"))
        session.expunge_all()
        with counted(session.get_bind()) as sent:
            changed = changed_since_published(session)
        return len(changed), len(sent)

    assert sent_for("H-2027-901")[1] == sent_for("H-2027-902", "H-2027-903")[1]
    assert len(changed_since_published(session, most=2)) == 2
