"""The form that notes that our answer was sent."""

from kb.web.editing import EditForm
from kb.web.forms import Line, ManyChoices, Needed, WholeDate
from kb.web.labels import _


class SendForm(EditForm):
    """On which day it was sent, and which barriers it serves."""

    happened_on = Line(
        _("On which day was it sent?"),
        [Needed(_("Write the day on which it was sent.")), WholeDate()],
        description=_("Such as 2026-02-28."),
        limit=10,
    )
    barriers = ManyChoices(
        _("Barriers that the answer serves"),
        description=_("Those that you tick are tied to the action that the answer becomes."),
    )
