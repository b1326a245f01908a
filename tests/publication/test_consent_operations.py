"""What the scanner finds stops an approval; members are named when they have agreed to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.clock import now, today
from kb.discovery.sources import internal_documents
from kb.errors import Conflict, Forbidden, Invalid, Missing
from kb.models import Consent, HandledLeak, Organisation, PublicVersion, Revision
from kb.publication.consent_operations import (
    forget_handled,
    give_consent,
    handle_leak,
    withdraw_consent,
)
from kb.publication.desk_operations import DeskAnswers, move_publication
from kb.publication.desk_queries import compose_now, has_fallen
from kb.publication.leak_queries import list_leaks, list_named_members
from kb.publication.queries import get_published, get_version
from kb.records.operations import changing
from kb.security.actor import ANONYMOUS
from kb.text.leaks import LeakKind
from kb.words import Pair, PublicationState, TextField
from tests.makers import publish_again, says
from tests.publication.desk import (
    CLEARED,
    again,
    approve,
    make_people,
    make_record,
    publish_due,
    publish_over_desk,
    put_in,
)

PHONE = "070-174 06 05"


def make_member(session, code="region-test", is_member=True):
    organisation = Organisation(
        code=code, title_sv="Region Test", title_en="Region Test", is_member=is_member
    )
    session.add(organisation)
    session.flush()
    return organisation


def waits_for(session, organisation):
    """A record that waits for *organisation*."""
    record = make_record(session)
    record.waiting_for = session.get(Organisation, organisation.id)
    session.flush()
    return again(session, record)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": Pair(f"Ring {PHONE}", "A barrier")},
        {"summary": Pair("Ett hinder", f"Call {PHONE}")},
        {"texts": says(TextField.ANALYSIS, f"Ring **{PHONE}**", "Call")},
        {"texts": says(TextField.WANTED, "Ring", f"[Call](https://example.se/?tel={PHONE})")},
        {"state_note": Pair(f"Ring {PHONE}", "")},
        {"interest": Pair("", f"Call {PHONE}")},
        {"questions": (Pair(f"Vem har {PHONE}?", "Who?"),)},
    ],
)
def test_every_text_that_would_be_published_is_scanned(session, changes):
    record = make_record(session, **changes)

    assert LeakKind.PHONE in {leak.kind for leak in list_leaks(session, record)}


def test_texts_that_stay_inside_are_not_scanned(session):
    record = make_record(session, texts=says(TextField.INTERNAL, PHONE, PHONE))
    record.working_summary = PHONE

    assert list_leaks(session, record) == []


def test_the_same_words_count_once_wherever_they_stand(session):
    record = make_record(session, summary=Pair(f"Ring {PHONE}.", f"Call {PHONE}."))

    (leak,) = list_leaks(session, record)

    assert [(place.field, place.language) for place in leak.places] == [
        ("summary", "sv"),
        ("summary", "en"),
    ]


def test_an_approval_waits_until_every_hit_is_handled(session):
    people = make_people(session)
    record = make_record(session, summary=Pair(f"Ring {PHONE} eller 19121212-1212.", "Call."))
    put_in(session, record, PublicationState.IN_REVIEW)
    first, second = list_leaks(session, record)

    for leak in (first, second):
        with pytest.raises(Missing) as missing:
            move_publication(session, people["legal"], record, "approve", CLEARED)
        assert missing.value.needs == ("handled-leaks",)
        handle_leak(session, people["advocacy"], record, (leak.kind, leak.text), "En växel.")

    move_publication(session, people["legal"], record, "approve", CLEARED)


def test_a_hit_that_is_opened_again_stops_the_approval_again(session):
    people = make_people(session)
    record = make_record(session, summary=Pair(f"Ring {PHONE}.", "Call."))
    put_in(session, record, PublicationState.IN_REVIEW)
    handled = handle_leak(session, people["legal"], record, (LeakKind.PHONE, PHONE), "En växel.")

    forget_handled(session, people["legal"], record, handled.id)

    with pytest.raises(Missing):
        move_publication(session, people["legal"], record, "approve", CLEARED)


def test_a_hit_is_handled_with_a_reason_and_only_if_it_is_there(session):
    actor = make_people(session)["legal"]
    record = make_record(session, summary=Pair(f"Ring {PHONE}.", "Call."))

    with pytest.raises(Invalid):
        handle_leak(session, actor, record, (LeakKind.PHONE, PHONE), " ")
    with pytest.raises(Invalid):
        handle_leak(session, actor, record, (LeakKind.PHONE, "08-123 45 67"), "En växel.")
    with pytest.raises(Forbidden):
        handle_leak(session, ANONYMOUS, record, (LeakKind.PHONE, PHONE), "En växel.")
    assert session.scalars(select(HandledLeak)).all() == []


def test_the_history_does_not_hold_what_was_found(session):
    record = make_record(session, summary=Pair("Ring 19121212-1212.", "Call."))
    (leak,) = list_leaks(session, record)

    handle_leak(session, make_people(session)["legal"], record, (leak.kind, leak.text), "Påhittat")

    last = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert last.verb == "handled a hit"
    assert last.changes == {"kind": [None, "personal-number"]}


def test_a_tie_to_a_member_is_published_only_with_its_consent(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))
    assert compose_now(session, record)["waiting_for"] is None

    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")

    assert compose_now(session, record)["waiting_for"] == "region-test"


def test_a_tie_without_a_consent_stops_nothing(session):
    record = waits_for(session, make_member(session))

    (member,) = list_named_members(session, record)
    approve(session, record, make_people(session)["legal"])

    assert (member.agrees, member.is_settled) == (False, True)


def test_a_body_that_is_no_member_is_named_as_ever(session):
    record = waits_for(session, make_member(session, is_member=False))

    assert compose_now(session, record)["waiting_for"] == "region-test"
    assert list_named_members(session, record) == []


def test_the_catalogue_names_no_member_without_a_consent_either(session):
    record = publish_again(session, waits_for(session, make_member(session)))

    assert get_published(session, record.kind, record.code).record["waiting_for"] is None


def test_staff_search_by_every_member(session):
    record = waits_for(session, make_member(session))

    assert [document.code for document in internal_documents(session, [("barrier", record.code)])]


def test_a_consent_lets_an_approval_fall_that_was_given_before(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))
    publication = approve(session, record, people["legal"])

    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")

    assert has_fallen(session, record, publication)


def test_taking_a_consent_back_publishes_the_standing_text_without_the_name(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))
    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")
    publish_over_desk(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.title_sv = "Det som ingen har godkänt"

    is_in_text = withdraw_consent(session, people["advocacy"], record, "region-test")

    found = get_published(session, record.kind, record.code)
    assert not is_in_text
    assert (found.number, found.record["waiting_for"]) == (2, None)
    assert found.record["title"]["sv"] == "Ett hinder"


def test_older_versions_hide_a_member_that_no_longer_agrees(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))
    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")
    publish_over_desk(session, record, people["legal"])

    withdraw_consent(session, people["advocacy"], record, "region-test")

    assert get_version(session, record.kind, record.code, 1).record["waiting_for"] is None
    stored = session.scalars(select(PublicVersion).order_by(PublicVersion.number)).first()
    assert stored.snapshot["waiting_for"] == "region-test"


def test_a_member_that_the_text_names_must_agree_before_the_approval(session):
    people = make_people(session)
    record = make_record(session, summary=Pair("Felet finns i Sorsele kommun.", "It is there."))
    put_in(session, record, PublicationState.IN_REVIEW)

    with pytest.raises(Missing) as missing:
        move_publication(session, people["legal"], record, "approve", CLEARED)
    assert missing.value.needs == ("handled-leaks", "consents")

    give_consent(session, people["advocacy"], record, "sorsele-kommun", "Kommunchefen, möte")
    move_publication(session, people["legal"], record, "approve", CLEARED)
    body = session.scalars(select(Organisation)).one()
    assert (body.title_sv, body.is_member) == ("Sorsele kommun", True)


def test_a_place_may_be_handled_as_something_else_than_a_member(session):
    people = make_people(session)
    record = make_record(session, summary=Pair("Domstolen i Sorsele.", "It is there."))
    put_in(session, record, PublicationState.IN_REVIEW)
    (leak,) = list_leaks(session, record)

    handle_leak(session, people["legal"], record, (leak.kind, leak.text), "Platsen, ej kommunen")

    move_publication(session, people["legal"], record, "approve", CLEARED)


def test_a_consent_that_was_taken_back_stops_the_text_that_names_the_member(session):
    people = make_people(session)
    record = make_record(session, summary=Pair("Felet finns i Sorsele kommun.", "It is there."))
    give_consent(session, people["advocacy"], record, "sorsele-kommun", "Kommunchefen, möte")
    publish_over_desk(session, record, people["legal"])

    assert withdraw_consent(session, people["advocacy"], record, "sorsele-kommun")

    (leak,) = list_leaks(session, record)
    handle_leak(session, people["legal"], record, (leak.kind, leak.text), "Den får stå")
    put_in(session, record, PublicationState.IN_REVIEW)
    with pytest.raises(Missing) as missing:
        move_publication(session, people["legal"], record, "approve", CLEARED)
    assert missing.value.needs == ("consents",)


def test_consents_stand_in_the_history_without_the_name_of_who_gave_them(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))

    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")
    withdraw_consent(session, people["advocacy"], record, "region-test")

    told = session.execute(
        select(Revision.verb, Revision.changes).order_by(Revision.id.desc()).limit(2)
    ).all()
    assert [tuple(row) for row in told] == [
        ("took back a consent", {"consent": ["region-test", None]}),
        ("recorded a consent", {"consent": [None, "region-test"]}),
    ]


def test_a_consent_needs_a_member_that_is_named_and_a_word_on_who_gave_it(session):
    actor = make_people(session)["legal"]
    record = waits_for(session, make_member(session))

    with pytest.raises(Invalid):
        give_consent(session, actor, record, "region-test", " ")
    with pytest.raises(Invalid):
        give_consent(session, actor, record, "lulea-kommun", "Anna")
    with pytest.raises(Invalid):
        withdraw_consent(session, actor, record, "region-test")
    with pytest.raises(Forbidden):
        give_consent(session, ANONYMOUS, record, "region-test", "Anna")
    give_consent(session, actor, record, "region-test", "Anna")
    with pytest.raises(Conflict):
        give_consent(session, actor, record, "region-test", "Anna")


def test_taking_a_consent_back_lets_the_approval_fall(session):
    people = make_people(session)
    record = make_record(session, summary=Pair("Felet finns i Sorsele kommun.", "It is there."))
    give_consent(session, people["advocacy"], record, "sorsele-kommun", "Kommunchefen, möte")
    publication = approve(session, record, people["legal"])

    withdraw_consent(session, people["advocacy"], record, "sorsele-kommun")

    assert publication.state is PublicationState.DRAFTED
    with pytest.raises(Conflict):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())


def test_a_hit_that_is_opened_again_lets_the_approval_fall(session):
    people = make_people(session)
    record = make_record(session, summary=Pair(f"Ring {PHONE}.", "Call."))
    handled = handle_leak(session, people["legal"], record, (LeakKind.PHONE, PHONE), "En växel.")
    publication = approve(session, record, people["legal"])

    forget_handled(session, people["legal"], record, handled.id)

    assert publication.state is PublicationState.DRAFTED


def test_nothing_unsettled_is_published_though_it_was_approved(session):
    people = make_people(session)
    record = make_record(session, summary=Pair("Felet finns i Sorsele kommun.", "It is there."))
    give_consent(session, people["advocacy"], record, "sorsele-kommun", "Kommunchefen, möte")
    publication = approve(session, record, people["legal"])
    session.scalars(select(Consent)).one().withdrawn_on = today()
    session.flush()

    with pytest.raises(Missing) as missing:
        move_publication(session, people["legal"], record, "publish", DeskAnswers())
    assert "consents" in missing.value.needs
    publication.publish_at = now() - timedelta(hours=1)
    session.flush()
    assert publish_due(session) == 0
    assert publication.state is PublicationState.DRAFTED
