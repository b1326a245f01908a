"""The form that proposes how a provision should read."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from kb.barriers.redline_operations import MAX_WORDING
from kb.web.forms import LINE, NOTE, Needed, RecordForm
from kb.web.labels import _


class WordingForm(RecordForm):
    """One provision, the words it should have, and why."""

    reference = StringField(
        _("Which provision?"),
        [Needed(_("Name the provision.")), Length(max=LINE)],
        description=_("As lawyers write it, such as 6 kap. 37 § kommunallagen."),
    )
    wording = TextAreaField(
        _("How should it read?"),
        [Length(max=MAX_WORDING)],
        description=_(
            "The whole section, in Swedish. Leave it empty to take back what was proposed."
        ),
    )
    reason = TextAreaField(_("Why?"), [Length(max=NOTE)], description=_("Internal."))
