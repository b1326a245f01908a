"""Four eyes: whoever wrote words that the public would read is not the one who approves them."""

import pytest

from kb.errors import Forbidden
from kb.models import DecisionStep, Flow, MatterEffect, OpenQuestion
from kb.publication.author_queries import CHOSEN, INSIDE, has_written, written_fields
from kb.publication.composing import Naming
from kb.publication.consent_operations import give_consent, withdraw_consent
from kb.publication.desk_operations import move_publication
from kb.publication.desk_queries import changed_since_published
from kb.publication.kinds import compose
from kb.records.operations import changing
from kb.words import Blocked, Certainty, DecisionPart, Effect, HumanRequired, PublicationState
from tests.makers import cites, make_matter
from tests.publication.desk import (
    CLEARED,
    again,
    make_case,
    make_people,
    make_record,
    publish_over_desk,
    put_in,
)
from tests.publication.test_consent_operations import make_member, waits_for


class Watched:
    """A record that remembers which of its fields were read."""

    def __init__(self, record):
        self.record = record
        self.read = set()

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self.record, name)


@pytest.mark.parametrize("make", [make_record, make_case])
def test_every_field_that_is_composed_counts_as_written_or_is_listed_as_chosen(session, make):
    record = make(session)
    watched = Watched(record)

    compose(watched, Naming({}))

    read = watched.read - {"id", "kind", "code", "texts"}
    assert read - CHOSEN == {name for name in written_fields(record) if hasattr(record, name)}
    assert not read & INSIDE


def add_flow(session, record):
    words = dict.fromkeys(("sender", "receiver", "data", "gap"), "Ord")
    pairs = {f"{name}_{tongue}": text for name, text in words.items() for tongue in ("sv", "en")}
    record.flow = Flow(**pairs)


def add_step(session, record):
    record.decision_steps.append(
        DecisionStep(
            step=next(iter(DecisionPart)),
            position=0,
            blocked=next(iter(Blocked)),
            human=next(iter(HumanRequired)),
            note_sv="Ord",
            certainty=Certainty.VERIFIED,
        )
    )


def add_question(session, record):
    record.questions.append(OpenQuestion(position=0, question_sv="Vem?", question_en=""))


def note_citation(session, record):
    record.citations[0].note_sv = "Ord"


def add_effect(session, record):
    matter = make_matter(session)
    record.effects.append(
        MatterEffect(matter=matter, position=0, effect=next(iter(Effect)), note_sv="Ord")
    )


@pytest.mark.parametrize("write", [add_flow, add_step, add_question, note_citation, add_effect])
def test_whoever_wrote_anywhere_in_it_does_not_approve_it(session, write):
    people = make_people(session)
    record = make_record(session, citations=(cites("sfs/2009:400#K26P1"),))
    with changing(session, people["legal"], record):
        write(session, record)
    record = again(session, record)
    put_in(session, record, PublicationState.IN_REVIEW)

    with pytest.raises(Forbidden):
        move_publication(session, people["legal"], record, "approve", CLEARED)
    move_publication(session, people["other_legal"], record, "approve", CLEARED)


def test_what_stays_inside_makes_nobody_an_author(session):
    people = make_people(session)
    record = make_record(session)
    with changing(session, people["legal"], record):
        record.working_summary = "Internt."
        record.checked_on = "2026-11-01"

    assert not has_written(session, people["legal"], record)


def test_taking_back_a_consent_leaves_those_who_wrote_its_authors(session):
    people = make_people(session)
    record = waits_for(session, make_member(session))
    give_consent(session, people["advocacy"], record, "region-test", "Anna, per brev")
    publish_over_desk(session, record, people["other_legal"])
    with changing(session, people["legal"], record):
        record.title_sv = "Det som ingen har godkänt"

    withdraw_consent(session, people["advocacy"], record, "region-test")

    assert has_written(session, people["legal"], record)
    assert changed_since_published(session) == {record.id}


def test_publishing_an_approved_text_ends_the_authorship(session):
    people = make_people(session)
    record = make_record(session)
    with changing(session, people["legal"], record):
        record.title_sv = "Nytt"

    publish_over_desk(session, record, people["other_legal"])

    assert not has_written(session, people["legal"], record)
