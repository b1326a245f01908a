"""The list of consultations: windows, filters, counts, and what it costs."""

import pytest

from kb.consultations.list_queries import WINDOWS, Wanted, count_all, list_rows
from kb.consultations.queries import describe
from kb.db.paging import Page
from kb.models import Response
from kb.security.actor import SYSTEM
from kb.words import DocumentKind, Invited, ResponseState, Role, Stage
from tests.consultations.making import in_days, make_document, titled
from tests.makers import cites, event, make_barrier, make_matter
from tests.staff import actor_of, make_user
from tests.statements import counted

FIRST = Page(1, 100, 100)
KEY = "sfs/2017:725#K6P37"


def titles(session, window="6-weeks", actor=SYSTEM, **filters):
    rows = list_rows(session, actor, Wanted(window, filters), page=FIRST)
    return [listed.title for listed in describe(session, actor, rows)]


def test_each_window_holds_what_closes_in_it_the_nearest_first(session):
    for name, ends in (
        ("later", in_days(50)),
        ("month", in_days(30)),
        ("today", in_days(0)),
        ("gone", in_days(-1)),
        ("unknown", None),
    ):
        make_document(session, title=name, deadline_on=ends)

    found = {window: titles(session, window) for window in WINDOWS}

    assert found == {
        "6-weeks": ["today", "month"],
        "2-weeks": ["today"],
        "open": ["today", "month", "later"],
        "unknown": ["unknown"],
        "closed": ["gone"],
    }
    assert count_all(session, SYSTEM, Wanted("6-weeks", {}))[0] == {
        name: len(found[name]) for name in WINDOWS
    }


def test_a_consultation_that_no_source_lists_is_there_by_the_step_of_its_matter(session):
    make_matter(session, event(Stage.CONSULTATION, until=in_days(9)))

    assert titles(session) == ["Ett ärende"]


def test_a_step_that_is_an_imported_document_is_not_listed_twice(session):
    document = make_document(session, title="Remissen", deadline_on=None)
    matter = make_matter(session, event(Stage.CONSULTATION, until=in_days(9)))
    matter.events[0].document_id = document.id
    session.flush()

    assert titles(session) == ["Remissen"]


def test_what_touches_a_barrier_is_told_from_what_does_not(session):
    make_barrier(session, citations=(cites(KEY),))
    make_document(session, title="by section", deadline_on=in_days(5), named=[KEY])
    make_document(session, title="in passing", deadline_on=in_days(6), named=["sfs/2017:725"])
    make_document(session, title="by title", deadline_on=in_days(7), named=[titled("sfs/2017:725")])
    make_document(session, DocumentKind.REPORT, title="SOU", key="sou/2024:1", named=[KEY])
    make_document(session, title="by report", deadline_on=in_days(8), named=[titled("sou/2024:1")])

    assert titles(session, touches=["yes"]) == ["by section", "by title", "by report"]
    assert titles(session, touches=["no"]) == ["in passing"]
    assert count_all(session, SYSTEM, Wanted("6-weeks", {}))[1]["touches"] == {"yes": 3, "no": 1}


def test_the_list_is_narrowed_by_our_answer(session):
    me = make_user(session, Role.ADVOCACY)
    mine = make_document(session, title="mine", deadline_on=in_days(5))
    make_document(session, title="open", deadline_on=in_days(6), sender="Justitiedepartementet")
    matter = make_matter(session)
    session.flush()
    session.add(
        Response(
            matter_id=matter.id,
            document_id=mine.id,
            state=ResponseState.ANSWERING,
            owner_id=me.id,
            invited=Invited.YES,
        )
    )
    session.flush()
    actor = actor_of(me)

    assert titles(session, actor=actor, owner=["me"]) == ["mine"]
    assert titles(session, actor=actor, owner=["none"]) == ["open"]
    assert titles(session, actor=actor, state=["answering"]) == ["mine"]
    assert titles(session, actor=actor, invited=["yes"]) == ["mine"]
    assert titles(session, actor=actor, ministry=["Justitiedepartementet"]) == ["open"]
    counts = count_all(session, actor, Wanted("6-weeks", {"owner": ["me"]}))[1]
    assert counts["owner"] == {str(me.id): 1, "none": 1}
    assert counts["state"] == {"answering": 1}


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_however_long_it_is(session, database, number):
    barrier = make_barrier(session, citations=(cites(KEY),))
    for _ in range(number):
        make_document(session, deadline_on=in_days(5), named=[KEY, titled("sou/2024:1")])
        make_matter(session, event(Stage.CONSULTATION, until=in_days(6)))
    session.flush()
    session.expire_all()

    with counted(database.engine) as sent:
        rows = list_rows(session, SYSTEM, Wanted("6-weeks", {}), page=FIRST)
        listed = describe(session, SYSTEM, rows)
        count_all(session, SYSTEM, Wanted("6-weeks", {}))

    assert len(sent) <= 17
    assert [each.code for each in listed[0].touched] == [barrier.code]
