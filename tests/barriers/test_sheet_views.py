"""The list of barriers as a file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from kb.models import Revision
from kb.readers.spreadsheets import read_sheet
from kb.web.services import EXTENSION
from tests.staff import signed_in


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


def codes(answer, name="x.csv"):
    return [row[0] for row in read_sheet(answer.data, name).rows]


def test_the_file_holds_every_barrier_and_its_first_row_names_the_columns(client):
    answer = client.get("/staff/barriers.csv?lang=en")

    sheet = read_sheet(answer.data, "x.csv")
    assert sheet.header[:3] == ("Code", "External id", "Working title")
    assert len(sheet.rows) == 14


def test_the_file_holds_what_the_filters_of_the_list_give(client):
    some = client.get("/staff/barriers.csv?sector=school")
    none = client.get("/staff/barriers.csv?sector=nowhere")

    assert 0 < len(codes(some)) < 14
    assert codes(none) == []


def test_excel_is_told_of_the_letters_only_where_it_is_asked_for(client):
    assert client.get("/staff/barriers.csv?bom=1").data.startswith(b"\xef\xbb\xbf")
    assert not client.get("/staff/barriers.csv").data.startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_the_same_table(client):
    text = client.get("/staff/barriers.csv")
    book = client.get("/staff/barriers.xlsx")

    assert read_sheet(book.data, "x.xlsx") == read_sheet(text.data, "x.csv")


def test_who_when_and_which_filters_stand_in_the_name_and_in_the_workbook(client):
    answer = client.get("/staff/barriers.xlsx?sector=school")

    name = answer.headers["Content-Disposition"]
    about = ZipFile(BytesIO(answer.data)).read("docProps/core.xml").decode()
    for text in (name, about):
        assert "advocacy" in text
        assert "sector=school" in text


def test_the_history_tells_of_an_export_with_its_filters(client, staff_app, people):
    client.get("/staff/barriers.csv?sector=school&sector=all")

    with staff_app.extensions[EXTENSION].database.reading() as session:
        revision = session.scalars(select(Revision).where(Revision.kind == "export")).one()
    assert (revision.verb, revision.actor_id) == ("exported", people["advocacy"].id)
    assert revision.changes == {"form": [None, "csv"], "sector": [None, ["school", "all"]]}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_stranger_gets_no_file(staff_app, people, ending):
    answer = staff_app.test_client().get(f"/staff/barriers.{ending}")

    assert "/login" in answer.location


@pytest.mark.parametrize("query", ["owner=x", "priority=9", "q=%00", "work-state=x", "law=%25"])
def test_filters_that_mean_nothing_break_nothing(client, query):
    assert client.get(f"/staff/barriers.csv?{query}").status_code == 200
