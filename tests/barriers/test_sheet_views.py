"""The list of barriers as a file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from kb.db.session import session_scope
from kb.models import Barrier, Revision
from kb.readers.spreadsheets import read_sheet
from kb.web.services import EXTENSION
from tests.staff import send, signed_in


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


def sheet_of(client, ending="csv", query="", **fields):
    """What the button of the list sends, and gets."""
    return send(client, f"/staff/barriers.{ending}?lang=en", {"query": query, **fields})


def codes(answer, name="x.csv"):
    return [row[0] for row in read_sheet(answer.data, name).rows]


def test_the_file_holds_every_barrier_and_its_first_row_names_the_columns(client):
    answer = sheet_of(client)

    sheet = read_sheet(answer.data, "x.csv")
    assert sheet.header[:3] == ("Code", "External id", "Working title")
    assert len(sheet.rows) == 14


def test_the_file_holds_what_the_filters_of_the_list_give(client):
    some = sheet_of(client, query="sector=school")
    none = sheet_of(client, query="sector=nowhere")

    assert 0 < len(codes(some)) < 14
    assert codes(none) == []


def test_excel_is_told_of_the_letters_only_where_it_is_asked_for(client):
    assert sheet_of(client, bom="1").data.startswith(b"\xef\xbb\xbf")
    assert not sheet_of(client).data.startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_the_same_table(client):
    text = sheet_of(client)
    book = sheet_of(client, "xlsx")

    assert read_sheet(book.data, "x.xlsx") == read_sheet(text.data, "x.csv")


def test_who_when_and_which_filters_stand_in_the_name_and_in_the_workbook(client):
    answer = sheet_of(client, "xlsx", "sector=school")

    name = answer.headers["Content-Disposition"]
    about = ZipFile(BytesIO(answer.data)).read("docProps/core.xml").decode()
    for text in (name, about):
        assert "advocacy" in text
        assert "sector=school" in text


def test_the_history_tells_of_an_export_with_its_filters(client, staff_app, people):
    sheet_of(client, query="sector=school&sector=all")

    with staff_app.extensions[EXTENSION].database.reading() as session:
        revision = session.scalars(select(Revision).where(Revision.kind == "export")).one()
    assert (revision.verb, revision.actor_id) == ("exported", people["advocacy"].id)
    assert revision.changes == {"form": [None, "csv"], "sector": [None, ["school", "all"]]}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_stranger_gets_no_file(staff_app, people, ending):
    answer = send(staff_app.test_client(), f"/staff/barriers.{ending}")

    assert answer.status_code in (303, 401)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_is_sent_for_with_the_token_and_never_by_a_link(client, staff_app, ending):
    asked = client.get(f"/staff/barriers.{ending}")
    forged = client.post(f"/staff/barriers.{ending}", data={"query": ""})

    assert (asked.status_code, forged.status_code) == (405, 400)
    with staff_app.extensions[EXTENSION].database.reading() as session:
        assert session.scalars(select(Revision).where(Revision.kind == "export")).all() == []


def test_the_buttons_of_the_list_carry_its_filters(client):
    page = client.get("/staff/barriers?sector=school&lang=en").text

    for ending in ("csv", "xlsx"):
        form = page.partition(f'action="/staff/barriers.{ending}"')[2].partition("</form>")[0]
        assert 'name="csrf_token"' in form
        assert 'name="query" value="sector=school' in form


def test_who_told_us_stands_only_where_one_may_read_it(staff_app, people):
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        own, other = session.scalars(select(Barrier).order_by(Barrier.code).limit(2))
        own.reported_by = other.reported_by = "Källan"
        own.owner_id = people["advocacy"].id
        other.owner_id = people["other_advocacy"].id

    told = {}
    for who in ("advocacy", "legal"):
        sheet = read_sheet(sheet_of(signed_in(staff_app, people[who])).data, "x.csv")
        place = sheet.header.index("Reported by")
        told[who] = [row[0] for row in sheet.rows if row[place]]

    assert told == {"advocacy": [own.code], "legal": [own.code, other.code]}


@pytest.mark.parametrize("query", ["owner=x", "priority=9", "q=%00", "work-state=x", "law=%25"])
def test_filters_that_mean_nothing_break_nothing(client, query):
    assert sheet_of(client, query=query).status_code == 200


def test_a_text_too_long_for_a_workbook_is_told_by_its_row_and_csv_still_holds_it(
    client, staff_app
):
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        session.execute(update(Barrier).values(working_summary="ä" * 33_000))

    refused = sheet_of(client, "xlsx")

    assert refused.status_code == 422
    assert "A text in row 2 is longer than the 32,767 characters" in refused.text
    assert sheet_of(client).status_code == 200


def test_more_filters_than_there_can_be_are_refused_and_are_no_fault_of_ours(client):
    answer = send(client, "/staff/barriers.csv", {"query": "&".join(["sector=a"] * 201)})

    assert answer.status_code == 400
