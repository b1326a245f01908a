"""The form that closes an account."""

from wtforms import SelectField

from kb.web.forms import StaffForm
from kb.web.labels import _


class LeavingForm(StaffForm):
    """Who takes over the work of whoever leaves; nobody when it is left empty."""

    successor = SelectField(_("Who takes over their work"), default="")
