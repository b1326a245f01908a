"""What is typed in and not saved is told by its form and its beginning."""

import pytest

from kb.barriers.edit_views import EVERYTHING, STEPS
from kb.clock import now
from kb.models import FormDraft
from kb.work.kept_views import SECTIONS, form_name, shown_kept


def test_the_sections_are_those_of_the_form_of_a_barrier():
    assert {step.name: step.heading for step in (*STEPS, EVERYTHING)} == SECTIONS


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/staff/barriers/new", "Log a barrier"),
        ("/staff/barriers/H-2026-001/edit/law", "H-2026-001: The law behind it"),
        ("/staff/barriers/H-2026-001/publication/text", "The public text of H-2026-001"),
        ("/staff/cases/F-2026-001/edit", "Edit F-2026-001"),
        ("/staff/elsewhere", "/staff/elsewhere"),
    ],
)
def test_a_form_is_called_by_its_name_and_not_by_its_address(app, path, name):
    with app.test_request_context("/en/"):
        assert form_name(path) == name


def test_what_was_typed_is_told_by_its_title(app):
    data = {"version": ["3"], "working_title": ["Elevhälsan får inte"], "internal": ["Annat"]}
    draft = FormDraft(form="/staff/barriers/new", data=data, saved_at=now())

    with app.test_request_context("/en/"):
        [kept] = shown_kept([draft])

    assert kept.typed == "Elevhälsan får inte"
