"""The pages of the history, of the log, of vocabularies and of synonyms."""

import csv
import io

import pytest
from sqlalchemy import select, text

from kb.barriers.staff_queries import get_barrier
from kb.db.session import session_scope
from kb.models import Barrier, Revision, Synonyms, Term
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.records.term_queries import get_term
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from tests.staff import actor_of, send, signed_in

CODE = "H-2026-008"
HISTORY = f"/staff/barriers/{CODE}/history"
ADMIN_PAGES = (
    "/staff/audit",
    "/staff/vocabularies",
    "/staff/vocabularies/sector",
    "/staff/vocabularies/sector/school",
    "/staff/vocabularies/sector/school/merge?survivor=health-care",
    "/staff/synonyms",
    "/staff/synonyms/1",
)


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def admin(staff_app, people):
    return signed_in(staff_app, people["admin"])


@pytest.fixture
def legal(staff_app, people):
    return signed_in(staff_app, people["legal"])


@pytest.fixture
def keys(database):
    """Two sectors, the first of which barriers bear."""
    with database.reading() as session:
        return session.scalars(
            select(Term.key).where(Term.scheme == "sector").order_by(Term.position).limit(2)
        ).all()


def change(database, user, **values):
    with session_scope(database.writing) as session:
        barrier = get_barrier(session, SYSTEM, CODE)
        with changing(session, actor_of(user), barrier):
            for name, value in values.items():
                setattr(barrier, name, value)


def version_of(database) -> int:
    with database.reading() as session:
        return find_record(session, Barrier, CODE).version


def shown(answer) -> str:
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_history_of_a_barrier_tells_who_changed_what(legal, people, database):
    change(database, people["legal"], working_title="Nytt <namn>")

    page = shown(legal.get(f"{HISTORY}?lang=en"))

    assert people["legal"].name in page
    assert "Nytt &lt;namn&gt;" in page
    assert "Working title" in page


def test_the_history_can_be_narrowed_and_an_empty_choice_says_so(legal):
    assert "Nothing of that kind" in shown(legal.get(f"{HISTORY}?kind=note&lang=en"))


def test_two_versions_can_be_compared_at_an_address_that_lasts(legal, people, database):
    first = version_of(database)
    change(database, people["legal"], title_sv="En annan rubrik")
    last = version_of(database)

    page = shown(legal.get(f"{HISTORY}/compare?from={first}&to={last}&lang=en"))

    assert "En annan rubrik" in page
    assert "<ins>" in page
    assert "Title in Swedish" in page


def test_the_barrier_can_be_seen_as_it_was(legal):
    assert "Nothing can be edited" in shown(legal.get(f"{HISTORY}?as_of=2999-01-01&lang=en"))
    assert "had not been logged" in shown(legal.get(f"{HISTORY}?as_of=2001-01-01&lang=en"))


@pytest.mark.parametrize(
    "address",
    [
        "/staff/barriers/H-1999-999/history",
        f"{HISTORY}?page=99",
        f"{HISTORY}?as_of=yesterday",
        f"{HISTORY}/compare?from=1&to=9999",
        f"{HISTORY}/compare?from=x&to=1",
    ],
)
def test_what_there_is_not_is_not_found(legal, address):
    assert legal.get(address).status_code == 404


def test_the_log_is_searched_by_administrators(admin, people, database):
    change(database, people["legal"], working_title="Nytt")

    page = shown(admin.get(f"/staff/audit?who={people['legal'].id}&verb=changed&lang=en"))

    assert CODE in page
    assert "Nytt" in page


def test_the_log_says_on_demand_whether_it_is_whole(admin, database):
    assert "Yes. All" in shown(admin.get("/staff/audit?verify=1&lang=en"))
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER revisions_are_not_changed"))
        connection.execute(text("UPDATE revisions SET verb = 'forged' WHERE number = 2"))

    page = shown(admin.get("/staff/audit?verify=1&lang=en"))

    assert "Revision 2 was changed or swapped." in page


def test_the_log_is_taken_out_as_a_file_without_formulas_and_that_is_told(admin, people, database):
    change(database, people["legal"], working_title="=1+1")

    answer = send(admin, "/staff/audit/export", {"who": people["legal"].id, "verb": "changed"})

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv"
    assert [row["code"] for row in rows] == [CODE]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    with database.reading() as session:
        last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
        assert (last.verb, last.actor_id) == ("exported the log", people["admin"].id)


def test_a_term_is_added_renamed_moved_retired_and_revived(admin, database):
    address = "/staff/vocabularies/sector"
    fields = {"label_sv": "Rymden", "label_en": "Outer Space", "note_sv": "", "note_en": ""}

    assert send(admin, address, fields).status_code == 303
    term = f"{address}/outer-space"
    send(admin, term, {**fields, "label_sv": "Yttre rymden"})
    send(admin, f"{term}/move", {"way": "up"})
    send(admin, f"{term}/retire", {"last_day": ""})
    assert "Yttre rymden" in shown(admin.get(address))
    send(admin, f"{term}/revive")

    with database.reading() as session:
        kept = get_term(session, "sector", "outer-space")
        assert (kept.label_sv, kept.valid_until) == ("Yttre rymden", None)
        verbs = session.scalars(
            select(Revision.verb)
            .where(Revision.code == "sector/outer-space")
            .order_by(Revision.number)
        ).all()
    assert verbs == ["added", "renamed", "moved", "retired", "revived"]


def test_a_form_that_cannot_be_saved_comes_back_with_what_is_wrong(admin):
    answers = [
        send(admin, "/staff/vocabularies/sector", {"label_sv": "", "label_en": "X"}),
        send(admin, "/staff/vocabularies/sector/school", {"label_sv": "x" * 200, "label_en": "X"}),
        send(admin, "/staff/vocabularies/sector/school/retire", {"last_day": "2026-02-30"}),
        send(admin, "/staff/synonyms", {"words": "ensam"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert all("error-summary" in answer.text for answer in answers)


def test_a_merge_is_looked_at_before_it_is_done(admin, database, keys):
    old, new = keys
    address = f"/staff/vocabularies/sector/{old}/merge"

    page = shown(admin.get(f"{address}?survivor={new}&lang=en"))
    answer = send(admin, address, {"survivor": new})

    assert "bear it" in page or "bears it" in page
    assert answer.status_code == 303
    with database.reading() as session:
        merged = get_term(session, "sector", old)
        assert merged.merged_into_id == get_term(session, "sector", new).id


def test_after_a_merge_an_old_link_to_a_list_finds_the_same_records(admin, database, keys):
    old, new = keys
    client = admin.application.test_client()
    before = client.get(f"/sv/barriers?sector={old}").text.count("entry-title")
    send(admin, f"/staff/vocabularies/sector/{old}/merge", {"survivor": new})

    by_old = client.get(f"/sv/barriers?sector={old}").text.count("entry-title")
    by_new = client.get(f"/sv/barriers?sector={new}").text.count("entry-title")

    assert by_old == by_new >= before


def test_synonyms_are_added_changed_and_removed_and_search_tells_of_them(admin, database):
    with database.reading() as session:
        first = session.scalars(select(Synonyms).order_by(Synonyms.id)).first()
    reader = admin.application.test_client()

    send(admin, "/staff/synonyms", {"words": "xylofon\r\ne-legitimation på papper"})
    found = reader.get("/en/search?q=xylofon").text
    send(admin, f"/staff/synonyms/{first.id}", {"words": "ett\ntvå"})
    send(admin, f"/staff/synonyms/{first.id}/remove")

    assert "Also searched for: e-legitimation på papper." in found
    with database.reading() as session:
        assert session.get(Synonyms, first.id) is None


@pytest.mark.parametrize("address", ADMIN_PAGES)
def test_other_members_of_staff_may_not_open_the_pages_of_administrators(legal, address):
    assert legal.get(address).status_code == 403


def test_comparing_without_saying_what_leads_to_the_history(legal):
    assert legal.get(f"{HISTORY}/compare").location.endswith("/history")


@pytest.mark.parametrize("address", [*ADMIN_PAGES, HISTORY, f"{HISTORY}/compare?from=1&to=1"])
def test_a_stranger_is_asked_to_sign_in(staff_app, address):
    answer = staff_app.test_client().get(address)

    assert answer.status_code == 303
    assert answer.location.startswith("/login?next=/staff/")


@pytest.mark.parametrize(
    "address",
    ["/staff/vocabularies/moon", "/staff/vocabularies/sector/moon", "/staff/synonyms/999"],
)
def test_a_vocabulary_term_or_set_that_does_not_exist_is_not_found(admin, address):
    assert admin.get(address).status_code == 404


def test_every_page_of_administrators_is_shown(admin, keys):
    old, new = keys
    for address in (
        "/staff/audit",
        "/staff/vocabularies",
        "/staff/vocabularies/sector",
        f"/staff/vocabularies/sector/{old}",
        f"/staff/vocabularies/sector/{old}/merge?survivor={new}",
        "/staff/synonyms",
        "/staff/synonyms/1",
    ):
        assert "<h1" in shown(admin.get(address)), address
