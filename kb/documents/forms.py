"""The form that says by hand which matter a document belongs to."""

from kb.web.forms import Line, Needed, StaffForm
from kb.web.labels import _


class MatterForm(StaffForm):
    """The code of a matter."""

    matter = Line(
        _("Code of the matter"),
        [Needed(_("Write the code of the matter."))],
        description=_("Such as L-2026-001."),
        limit=40,
    )
