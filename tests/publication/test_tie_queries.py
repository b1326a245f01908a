"""What is stored for the public names no record that is not public."""

import json

from kb.models import BarrierRelation, MatterEffect
from kb.publication.composed import Composed
from kb.publication.desk_operations import DeskAnswers, move_publication
from kb.publication.desk_queries import (
    compose_now,
    difference,
    find_standing,
    is_changed_since_published,
)
from kb.publication.operations import naming, publish
from kb.publication.queries import get_published
from kb.publication.tie_queries import ties_of, with_ties_to
from kb.records.operations import changing
from kb.security.actor import SYSTEM
from kb.words import Effect, Relation
from tests.makers import make_matter, publish_again
from tests.publication.desk import again, approve, make_people, make_record, publish_over_desk

OTHER = "H-2027-902"
MATTER = "L-2027-902"
SNAPSHOT = {
    "impacts": [{"objective": "1.1"}],
    "principles": ["P1"],
    "effects": [{"matter": "L-1"}],
    "related": [{"barrier": "H-1"}],
    "barriers": ["H-2", {"barrier": "H-3"}],
    "matters": ["L-2"],
    "objectives": ["1.2"],
    "asks": [{"number": 1, "matter": "L-3"}],
    "continued_by": "L-4",
}


def make_tied(session):
    """A record tied to another barrier and to a matter, none of which is published."""
    other, matter = make_record(session, OTHER), make_matter(session, code=MATTER)
    record = make_record(session)
    other = session.get(type(other), other.id)
    with changing(session, SYSTEM, record):
        relation = next(iter(Relation))
        record.relations.append(BarrierRelation(other=other, position=0, relation=relation))
        effect = next(iter(Effect))
        record.effects.append(MatterEffect(matter=matter, position=0, effect=effect))
    return again(session, record)


def stored(session, record):
    return get_published(session, record.kind, record.code).record


def test_no_code_of_what_is_not_public_is_stored(session):
    record = make_tied(session)

    publish_over_desk(session, record, make_people(session)["legal"])

    text = json.dumps(stored(session, record))
    assert (OTHER in text, MATTER in text) == (False, False)


def test_staff_see_every_tie_before_it_is_published(session):
    record = make_tied(session)

    snapshot = compose_now(session, record)

    assert snapshot["related"][0]["barrier"] == OTHER
    assert snapshot["effects"][0]["matter"] == MATTER


def test_the_catalogue_stores_no_such_code_either_unless_both_are_published_together(session):
    record = make_tied(session)

    publish(session, SYSTEM, record, naming(session, {("matter", MATTER)}))

    assert stored(session, record)["related"] == []
    assert [tie["matter"] for tie in stored(session, record)["effects"]] == [MATTER]


def test_what_is_left_out_is_no_change_until_the_other_is_public(session):
    record = make_tied(session)
    publish_over_desk(session, record, make_people(session)["legal"])

    assert not is_changed_since_published(session, record)
    assert difference(Composed(session, record), find_standing(session, record)) == []
    publish_again(session, make_record(session, OTHER))
    assert is_changed_since_published(session, again(session, record))


def test_the_tie_appears_at_the_next_publication_after_the_other(session):
    people = make_people(session)
    record = make_tied(session)
    publish_over_desk(session, record, people["legal"])
    publish_again(session, make_record(session, OTHER))

    record = again(session, record)
    publish_over_desk(session, record, people["legal"])

    assert [tie["barrier"] for tie in stored(session, record)["related"]] == [OTHER]


def test_an_approval_holds_when_the_other_is_published_meanwhile(session):
    people = make_people(session)
    record = make_tied(session)
    approve(session, record, people["legal"])
    publish_again(session, make_record(session, OTHER))

    record = again(session, record)
    move_publication(session, people["legal"], record, "publish", DeskAnswers())

    assert [tie["barrier"] for tie in stored(session, record)["related"]] == [OTHER]


def test_every_sort_of_tie_is_left_out():
    ties = ties_of(SNAPSHOT)

    bare = with_ties_to(SNAPSHOT, ())

    assert len(ties) == 10
    assert with_ties_to(SNAPSHOT, ties) == SNAPSHOT
    assert ties_of(bare) == set()
    assert bare["asks"] == [{"number": 1, "matter": None}]
    assert bare["continued_by"] is None
