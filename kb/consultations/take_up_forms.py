"""The form that ties a consultation to a matter."""

from kb.web.forms import Line, Needed, StaffForm
from kb.web.labels import _


class TakeUpForm(StaffForm):
    """Which matter a consultation belongs to."""

    matter = Line(
        _("Code of the matter"),
        [Needed(_("Write the code of the matter."))],
        description=_("Such as L-2026-001."),
        limit=40,
    )
