"""A form that nobody sends: it shows the parts of forms on the page of components."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from kb.web.i18n import gettext as _


def sample_form() -> Form:
    """Return every kind of field in the reader's language, filled in so that some are wrong."""
    required = InputRequired(_("Fill in this field."))
    choices = [("one", _("The first choice")), ("two", _("The second choice"))]

    class Row(Form):
        source = StringField(_("Source"), [required])
        page = StringField(_("Page"), [Length(max=20)])

    class Sample(Form):
        name = StringField(_("Name"), [required, Length(max=200)])
        email = StringField(_("E-mail address"), description=_("We never show it to readers."))
        text = TextAreaField(_("Text"), [required])
        kind = SelectField(_("Kind"), choices=choices)
        number = SelectField(_("Number"), choices=choices)
        side = RadioField(_("Which of them?"), [required], choices=choices)
        several = SelectMultipleField(
            _("Which of all these?"),
            choices=choices,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        day = DateField(_("Day"))
        file = FileField(_("File"), description=_("PDF, at most 10 MB."))
        agreed = BooleanField(_("I have read the text through"))
        sources = FieldList(FormField(Row), _("Sources"), min_entries=2)

    form = Sample(
        MultiDict({"email": "anna@example.org", "kind": "two", "number": "one", "several": "one",
                   "day": "2026-03-31", "sources-0-source": "SOU 2024:1", "sources-1-page": "45"})
    )  # fmt: skip
    form.validate()
    return form
