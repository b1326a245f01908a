"""Tasks as they are shown."""

from datetime import date

import pytest

from kb.words import RecordKind
from kb.work.task_queries import Task, TaskKind
from kb.work.task_views import shown_task


@pytest.mark.parametrize("kind", TaskKind)
def test_every_task_leads_to_an_address_that_is_served(app, kind):
    task = Task(
        kind=kind,
        record_kind=RecordKind.BARRIER,
        code="H-2026-008",
        name="Hinder",
        since=date(2026, 3, 1),
        due_on=None,
    )

    with app.test_request_context("/staff/"):
        address = shown_task(task).url

    endpoint, _values = app.url_map.bind("localhost").match(address)
    assert endpoint.startswith(("barriers.", "consultations.", "publication.", "work."))
