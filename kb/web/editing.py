"""What forms that change a record are made of: long texts, rows, and values as plain text.

The values of such a form are texts, lists of texts and lists of rows, whatever its fields are:
the same shape in which an area writes down what its record says. So the two can be compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import request
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from kb.errors import Invalid
from kb.records.choice_queries import Offer
from kb.web.errors import sentence_of
from kb.web.forms import NOTE, AtMost, ManyChoices, RecordForm, translate
from kb.web.i18n import current_language, gettext
from kb.web.labels import _
from kb.words import Language

#: More rows than this of one kind are not read.
MAX_ROWS = 100
_DIGITS = 12
#: The number of a row in the name of a field, after that of its list.
_ROW = r"-([0-9]{1,4})(?:-|\Z)"


class Paragraphs(TextAreaField):
    """Text of several lines, plain or Markdown; line ends are our own, None is never its value."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        limit = kwargs.pop("limit", NOTE)
        kwargs.setdefault("default", "")
        super().__init__(label, [AtMost(limit), *validators], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        if valuelist:
            text = str(valuelist[0]).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
            self.data = text.strip()


class Picked(SelectField):
    """One of the records or values that ``offer`` gives it; the operation checks that it exists."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("choices", [])
        super().__init__(label, list(validators), validate_choice=False, **kwargs)


class WholeNumber:
    """Refuse what is no whole number between *low* and *high*."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError unless the field is empty or such a number."""
        text = (field.data or "").replace(" ", "").replace("\u00a0", "")
        if not text:
            return
        is_number = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
        if not is_number or not self.low <= int(text) <= self.high:
            message = gettext("Write a whole number from %(low)s to %(high)s.")
            raise ValidationError(message % {"low": self.low, "high": self.high})


class Row(Form):
    """One row of a list in a form; an empty one is passed over."""

    #: Fields that always hold something and make no row by themselves.
    marks: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        translate(self)
        if self.is_empty:
            # Nobody need fill the row in, so that nothing in it is marked.
            for field in self:
                field.flags.required = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in but what always is."""
        return not any(value for name, value in self.data.items() if name not in self.marks)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the row; an empty one is always right."""
        return self.is_empty or bool(super().validate(extra_validators))


class NotTooMany:
    """Refuse more than MAX_ROWS rows."""

    def __call__(self, form: Any, field: "Rows") -> None:
        """Raise ValidationError when more rows were sent than are read."""
        if field.sent > MAX_ROWS:
            message = gettext("There are %(number)s rows; at most %(limit)s can be saved.")
            raise ValidationError(message % {"number": field.sent, "limit": MAX_ROWS})


class Rows(FieldList):  # type: ignore[type-arg]  # it takes none when it runs
    """A list of rows of one kind; at most MAX_ROWS of those that were sent are read."""

    #: How many rows were sent.
    sent = 0

    def __init__(self, row: type[Row], label: str, **kwargs: Any) -> None:
        super().__init__(FormField(row), label, [NotTooMany()], **kwargs)

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        """The numbers of the rows in what was sent, lowest first; longer ones mean nothing.

        The library takes any digits of any script, and as many of them as there are.
        """
        number = re.compile(re.escape(prefix) + _ROW)
        found = {int(match[1]) for name in formdata if (match := number.match(name))}
        self.sent = len(found)
        yield from sorted(found)[:MAX_ROWS]

    @property
    def filled(self) -> list[Any]:
        """The rows that something was filled in in."""
        return [entry for entry in self.entries if not entry.form.is_empty]

    def add(self, data: Mapping[str, str] | None = None) -> None:
        """Add a row at the end, unless there are as many as there may be."""
        if len(self.entries) < MAX_ROWS:
            self.append_entry(dict(data or {}))

    def remove(self, name: str) -> None:
        """Take the row called *name* away."""
        self.entries = [entry for entry in self.entries if entry.name != name]


class EditForm(RecordForm):
    """A form that changes a record; its values are plain text, without empty rows."""

    def values(self) -> dict[str, Any]:
        """What the fields hold, without the form's own fields."""
        held = super().values()
        return {name: _plain(self[name], value) for name, value in held.items()}

    @property
    def prose(self) -> list[str]:
        """Names of the fields whose texts can be merged word by word."""
        return [field.name for field in self if isinstance(field, Paragraphs)]

    def change_rows(self) -> bool:
        """Add or remove the row that the pressed button names; False when it names none."""
        added, removed = request.form.get("add", ""), request.form.get("remove", "")
        for field in self:
            if isinstance(field, Rows):
                if field.name == added:
                    field.add()
                    return True
                if any(entry.name == removed for entry in field.entries):
                    field.remove(removed)
                    return True
        return False

    def open_over(self, values: Mapping[str, Any], version: int) -> None:
        """Remember that the record says *values* at *version*, whatever the fields hold."""
        opened = type(self)(formdata=None, data=dict(values))
        opened.open_at(version)
        self.version.data, self.base.data = opened.version.data, opened.base.data

    def spare_rows(self) -> None:
        """End each list with an empty row to write in."""
        for field in self:
            if isinstance(field, Rows) and not (field.entries and field.entries[-1].form.is_empty):
                field.add()

    def offer(self, name: str, offers: Sequence[Offer], empty: str = "") -> None:
        """Give *offers* as the choices of the field *name*, also within rows (``rows-field``)."""
        is_swedish = current_language() is Language.SV
        choices = [
            (offer.value, (offer.label.sv if is_swedish else offer.label.en) or offer.label.sv)
            for offer in offers
        ]
        rows, _dash, inner = name.partition("-")
        fields = [entry.form[inner] for entry in self[rows].entries] if inner else [self[name]]
        for field in fields:
            is_many = isinstance(field, ManyChoices)
            field.choices = choices if is_many else [("", gettext(empty or _("Choose"))), *choices]


def answer(field: Field) -> list[str]:
    """What *field* holds, as its reader would say it: a row or a choice a line."""
    if isinstance(field, Rows):
        return [_told(entry.form) for entry in field.filled]
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        words = {str(choice[0]): str(choice[1]) for choice in field.choices or []}
        return [words.get(str(value), str(value)) for value in chosen if value]
    return [str(field.data)] if field.data else []


def refuse(form: EditForm, error: Invalid) -> None:
    """Put what *error* says at the field that it names, within a row when it names one."""
    name, _dash, rest = error.field.partition("-")
    sentence = sentence_of(error)
    if name not in form:
        form.form_errors.append(sentence)
        return
    field = form[name]
    if isinstance(field, Rows) and rest:
        place, _dash, inner = rest.partition("-")
        inside = field.filled[int(place)].form[inner]
        inside.errors = [*inside.errors, sentence]
        field.errors = [entry.errors for entry in field.entries]
    else:
        field.errors = [*field.errors, sentence]


def _plain(field: Field, value: Any) -> Any:
    if isinstance(field, Rows):
        return [
            {name: _text(each) for name, each in entry.form.data.items()} for entry in field.filled
        ]
    if isinstance(field, ManyChoices):
        return sorted(str(each) for each in value or [])
    return _text(value)


def _told(row: Row) -> str:
    return " · ".join(text for field in row for text in answer(field))


def _text(value: Any) -> str:
    return str(value) if value is not None else ""
