"""The form that says what came of a finding."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from kb.web.forms import NOTE, Needed, StaffForm
from kb.web.labels import LABELS, _


class FindingForm(StaffForm):
    """What came of looking at how the law has moved, and why."""

    verdict = RadioField(
        _("What came of it?"),
        [Needed(_("Choose what came of it."))],
        choices=list(LABELS["finding-verdict"].items()),
    )
    note = TextAreaField(
        _("Why?"),
        [Needed(_("Say in a few words why.")), Length(max=NOTE)],
        description=_("Internal. The next one who looks reads it."),
    )
