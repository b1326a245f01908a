"""Loading a matter of the catalogue again keeps what imports told, with the step it is about."""

from dataclasses import replace

import pytest

from kb.db.session import session_scope
from kb.documents.match_operations import propose_matches
from kb.documents.tie_operations import tie_documents
from kb.matters.operations import save_matter
from kb.models import Matter
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import Stage
from tests.documents.papers import CHAIN, take_in
from tests.makers import MATTER, event

CODE = "L-2027-801"
REPORT = event(Stage.REPORT, "2021-03", document="sou/2021:16")
BILL = event(Stage.BILL, "2022-03", document="prop/2021/22:125")


def load(database, *steps):
    with session_scope(database.writing) as session:
        save_matter(session, SYSTEM, replace(MATTER, code=CODE, events=steps))


def linked(database) -> dict[Stage, int | None]:
    """Each step, and the id of the document that it is linked with."""
    with database.reading() as session:
        events = find_record(session, Matter, CODE).events
        return {each.stage: each.document_id for each in events}


@pytest.fixture
def links(database):
    """A loaded matter whose steps have been found among the documents; returns its links."""
    take_in(database, *CHAIN)
    load(database, REPORT, BILL)
    with session_scope(database.writing) as session:
        tie_documents(session, SYSTEM)
        propose_matches(session, SYSTEM)
    return linked(database)


def test_a_step_that_is_put_before_others_takes_no_link_from_them(database, links):
    load(database, event(Stage.DIRECTIVE, "2019"), REPORT, BILL)

    assert None not in links.values()
    assert linked(database) == {Stage.DIRECTIVE: None, **links}


def test_a_step_that_goes_takes_its_link_along(database, links):
    load(database, BILL)

    assert linked(database) == {Stage.BILL: links[Stage.BILL]}


def test_a_day_that_is_known_better_is_the_same_step(database, links):
    load(database, replace(REPORT, date="2021-03-25"), BILL)

    assert linked(database) == links


def test_another_document_is_another_step(database, links):
    load(database, replace(REPORT, document="sou/2021:17"), BILL)

    assert linked(database) == {Stage.REPORT: None, Stage.BILL: links[Stage.BILL]}
