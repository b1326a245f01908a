"""A form that nobody sends: it shows the parts of forms on the page of components."""

from datetime import date

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
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from kb.web.i18n import gettext as _


def sample_form() -> Form:
    """Return every kind of field in the reader's language, filled in so that some are wrong."""
    required = DataRequired(_("Fill in this field."))

    class Row(Form):
        source = StringField(_("Source"), [required])
        page = StringField(_("Page"), [Length(max=20)])

    class Sample(Form):
        name = StringField(_("Name"), [required, Length(max=200)])
        email = StringField(_("E-mail address"), description=_("We never show it to readers."))
        text = TextAreaField(_("Text"), [required])
        kind = SelectField(_("Kind"), choices=_choices)
        number = SelectField(_("Number"), choices=_choices)
        side = RadioField(_("Which of them?"), [required], choices=_choices)
        several = SelectMultipleField(
            _("Which of all these?"),
            choices=_choices,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        day = DateField(_("Day"))
        file = FileField(_("File"), description=_("PDF, at most 10 MB."))
        agreed = BooleanField(_("I have read the text through"))
        sources = FieldList(FormField(Row), _("Sources"), min_entries=2)

    form = Sample(
        email="anna@example.org",
        kind="two",
        number="one",
        several=["one"],
        day=date(2026, 3, 31),
        sources=[{"source": "SOU 2024:1"}, {"page": "45"}],
    )
    form.validate()
    return form


def _choices() -> list[tuple[str, str]]:
    return [("one", _("The first choice")), ("two", _("The second choice"))]
