"""Importing through the browser: upload, preview, import, report; and files that are no sheets."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from kb.barriers import import_operations
from kb.barriers.import_run_operations import run_waiting
from kb.db.session import session_scope
from kb.models import Barrier, ImportBatch, Revision
from kb.readers.sheet_writing import xlsx_bytes
from kb.web.services import EXTENSION
from kb.words import WorkState
from tests.staff import form_token, send, signed_in

SHEET = "Arbetstitel;Slag av hinder;Lagrum;När det kom in\nHelt nytt;formality;26 kap. 1 § OSL;\n"


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def admin(staff_app, people):
    return signed_in(staff_app, people["admin"])


def post_file(client, data, name="lista.csv", **fields):
    """Send the form of the upload."""
    body = data.encode() if isinstance(data, str) else data
    form = {"file": (BytesIO(body), name), "csrf_token": form_token(client), **fields}
    return client.post("/staff/import", data=form, content_type="multipart/form-data")


def titled(database, title):
    with database.reading() as session:
        return session.scalars(select(Barrier).where(Barrier.working_title == title)).all()


def test_a_sheet_is_shown_and_imports_nothing_until_it_is_confirmed(admin, database):
    answer = post_file(admin, SHEET)

    preview = admin.get(answer.location)
    assert answer.status_code == 303
    assert "Helt nytt" in preview.text
    assert "lista.csv" in preview.text
    assert titled(database, "Helt nytt") == []


def test_a_confirmed_sheet_makes_drafts_whose_author_is_who_imported(admin, database, people):
    place = post_file(admin, SHEET).location

    answer = send(admin, f"{place}/run")

    [barrier] = titled(database, "Helt nytt")
    assert answer.location == f"{place}/report"
    assert barrier.work_state is WorkState.DRAFT
    assert barrier.author_id == people["admin"].id
    assert barrier.code in admin.get(f"{place}/report").text


def test_the_report_can_be_downloaded_as_csv(admin):
    place = post_file(admin, SHEET).location
    send(admin, f"{place}/run")

    answer = admin.get(f"{place}/report.csv")

    assert answer.mimetype == "text/csv"
    assert "create" in answer.text
    assert "Helt nytt" in answer.text


def test_the_same_file_twice_imports_nothing_the_second_time(admin, database):
    send(admin, f"{post_file(admin, SHEET).location}/run")

    again = admin.get(post_file(admin, SHEET).location)

    assert "/run" not in again.text
    assert len(titled(database, "Helt nytt")) == 1


def test_a_fault_is_told_at_its_cell_and_the_sheet_cannot_be_imported(admin, database):
    sheet = SHEET.replace("OSL;\n", "OSL;2026-02-31\n")
    place = post_file(admin, sheet).location

    preview = admin.get(f"{place}?lang=en")
    refused = send(admin, f"{place}/run")

    assert "2026-02-31" in preview.text
    assert "Write a date that exists, such as 2026-02-28." in preview.text
    assert "/run" not in preview.text
    assert refused.status_code == 409
    assert titled(database, "Helt nytt") == []


def test_columns_that_were_not_guessed_can_be_chosen(admin, database):
    place = post_file(admin, "Vad;Sort\nValt för hand;formality\n").location

    chosen = {"column_0": "working_title", "column_1": "kind"}
    answer = send(admin, f"{place}/columns", chosen)
    send(admin, f"{place}/run")

    assert answer.status_code == 303
    assert len(titled(database, "Valt för hand")) == 1


def test_one_column_cannot_be_read_twice(admin):
    place = post_file(admin, "Vad;Sort\nA;B\n").location

    answer = send(
        admin, f"{place}/columns", {"column_0": "working_title", "column_1": "working_title"}
    )

    assert answer.status_code == 422


def test_fields_that_the_form_does_not_have_change_nothing(admin, database):
    place = post_file(admin, SHEET, started_by_id="1", report="{}").location

    send(admin, f"{place}/columns", {"column_0": "working_title", "work_state": "resolved"})
    send(admin, f"{place}/run", {"work_state": "resolved", "owner_id": "1"})

    [barrier] = titled(database, "Helt nytt")
    assert barrier.work_state is WorkState.DRAFT
    assert barrier.owner_id is None


def test_a_column_that_a_sheet_cannot_change_cannot_be_chosen(admin):
    place = post_file(admin, "Arbetstitel;Läge\nA;Löst\n").location

    answer = send(
        admin, f"{place}/columns", {"column_0": "working_title", "column_1": "work_state"}
    )

    assert answer.status_code == 422


def test_when_a_barrier_was_changed_meanwhile_the_new_preview_is_shown(admin, database):
    place = post_file(admin, "Kod;Arbetstitel\nH-2026-001;Ur arket\n").location
    with session_scope(database.writing) as session:
        barrier = session.scalars(select(Barrier).where(Barrier.code == "H-2026-001")).one()
        barrier.working_title = "Av någon annan"

    answer = send(admin, f"{place}/run")

    assert answer.status_code == 409
    assert "Av någon annan" in answer.text
    assert titled(database, "Ur arket") == []
    assert send(admin, f"{place}/run").status_code == 303
    assert len(titled(database, "Ur arket")) == 1


def test_a_long_sheet_waits_for_the_worker(admin, database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    place = post_file(admin, SHEET).location
    send(admin, f"{place}/run")

    waiting = admin.get(f"{place}/report")
    done = run_waiting(database)

    assert "<progress" in waiting.text
    assert done == 1
    assert len(titled(database, "Helt nytt")) == 1
    assert "<progress" not in admin.get(f"{place}/report").text
    assert run_waiting(database) == 0


def test_a_waiting_sheet_that_can_no_longer_be_imported_fails_with_the_reason(
    admin, database, monkeypatch
):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    place = post_file(admin, "Kod;Arbetstitel\nH-2026-001;Ur arket\n").location
    send(admin, f"{place}/run")
    with session_scope(database.writing) as session:
        barrier = session.scalars(select(Barrier).where(Barrier.code == "H-2026-001")).one()
        barrier.working_title = "Av någon annan"

    run_waiting(database)

    page = admin.get(f"{place}/report?lang=en")
    assert "A barrier was changed since the preview." in page.text
    assert titled(database, "Ur arket") == []


def test_a_sheet_can_be_thrown_away(admin, database):
    place = post_file(admin, SHEET).location

    answer = send(admin, f"{place}/drop")

    assert answer.status_code == 303
    assert admin.get(place).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(ImportBatch)).all() == []


@pytest.mark.parametrize("name", ["advocacy", "legal"])
def test_whoever_may_not_import_is_refused(staff_app, people, name):
    client = signed_in(staff_app, people[name])

    assert client.get("/staff/import").status_code == 403
    assert post_file(client, SHEET).status_code == 403


def test_a_stranger_is_asked_to_sign_in(staff_app, people):
    assert "/login" in staff_app.test_client().get("/staff/import").location


def test_nobody_knows_of_anybody_elses_import(staff_app, people, admin, database):
    place = post_file(admin, SHEET).location
    with session_scope(database.writing) as session:
        batch = session.scalars(select(ImportBatch)).one()
        batch.started_by_id = people["legal"].id

    for address in (place, f"{place}/report", f"{place}/report.csv"):
        assert admin.get(address).status_code == 404
    assert send(admin, f"{place}/run").status_code == 404
    assert send(admin, f"{place}/drop").status_code == 404


def bomb() -> bytes:
    """A small workbook that unpacks to far more than is allowed."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60 * 1024 * 1024)
    return target.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
NO_SHEETS = {
    "a bomb": (bomb, "lista.xlsx"),
    "a million columns": (lambda: b";" * 1_000_000 + b"\n", "lista.csv"),
    "letters of no encoding": (lambda: b"Titel\n\x81\x8d\x8f\n", "lista.csv"),
    "a picture as a workbook": (lambda: PNG, "lista.xlsx"),
    "a picture as text": (lambda: PNG, "lista.csv"),
    "a picture": (lambda: PNG, "lista.png"),
    "nothing": (lambda: b"", "lista.csv"),
}


@pytest.mark.parametrize("name", NO_SHEETS)
def test_a_file_that_is_no_sheet_is_refused_at_its_field_and_not_kept(admin, database, name):
    make, file_name = NO_SHEETS[name]

    answer = post_file(admin, make(), file_name)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    with database.reading() as session:
        assert session.scalars(select(ImportBatch)).all() == []


def test_a_form_without_a_file_is_refused(admin):
    answer = send(admin, "/staff/import", {"file": "lista.csv"})

    assert answer.status_code == 422


def test_a_file_beyond_the_limit_of_the_address_is_not_read(admin):
    assert post_file(admin, b"x" * (11 * 1024 * 1024 + 1)).status_code == 413


def test_a_formula_of_a_workbook_comes_in_as_its_value_and_never_as_a_formula(admin, database):
    rows = [["=1+1", "formality"]]
    sheet = xlsx_bytes(["Arbetstitel", "Slag av hinder"], rows, title="Lista")
    place = post_file(admin, sheet, "lista.xlsx").location
    send(admin, f"{place}/run")

    answer = send(admin, "/staff/barriers.csv", {"query": "q=1%2B1"})

    assert len(titled(database, "=1+1")) == 1
    assert "'=1+1" in answer.text


def test_the_history_tells_who_imported_how_much(admin, database, people):
    send(admin, f"{post_file(admin, SHEET).location}/run")

    with database.reading() as session:
        revision = session.scalars(select(Revision).where(Revision.kind == "import")).one()
    assert (revision.verb, revision.actor_id) == ("imported", people["admin"].id)
    assert revision.changes == {"create": [None, 1]}
