"""A draft that its author and a lawyer write in."""

import pytest

from kb.barriers.edit_drafts import ReportDraft
from kb.barriers.edit_operations import begin_barrier
from tests.barriers.editing import change
from tests.staff import actor_of, signed_in


@pytest.fixture
def code(staff_app, people):
    """A draft that the advocacy officer has logged."""
    with change(staff_app) as session:
        report = ReportDraft(working_title="Ett utkast", working_summary="Ursprunglig text.")
        return begin_barrier(session, actor_of(people["advocacy"]), report).code


@pytest.fixture
def author(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


@pytest.fixture
def lawyer(staff_app, people):
    return signed_in(staff_app, people["legal"])
