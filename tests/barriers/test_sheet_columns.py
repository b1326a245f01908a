"""The columns of a sheet are known by what the forms call their fields."""

import pytest

from kb.barriers.edit_forms import EverythingForm
from kb.barriers.sheet_columns import guess_mapping
from tests.strings import swedish

#: Field of the forms → column.
FIELDS = {
    "working_title": "working_title",
    "kinds": "kind",
    "working_summary": "working_summary",
    "sectors": "sector",
    "channel": "channel",
    "reported_by": "reported_by",
    "reported_on": "reported_on",
    "citations": "provisions",
    "practice_reason": "practice_reason",
    "root_causes": "root_cause",
    "remedies": "remedy",
    "severity": "severity",
    "severity_reason": "severity_reason",
    "reach": "reach",
    "reach_reason": "reach_reason",
    "resolvability": "resolvability",
    "resolvability_reason": "resolvability_reason",
    "horizon_year": "horizon_year",
    "horizon_reason": "horizon_reason",
}


@pytest.mark.parametrize(("field", "key"), FIELDS.items())
def test_the_label_of_a_field_names_its_column_in_both_languages(field, key):
    made = getattr(EverythingForm, field)
    english = made.kwargs.get("label") or made.args[-1 if field == "citations" else 0]

    for label in (english, swedish().get(english).string):
        assert guess_mapping([label]) == {label: key}
