"""What every form of the staff side shares: its words, its fields, and what guards it.

Labels, hints and messages are written in English with ``_`` and translated when the form is made.
A form knows what its fields said when it was opened, by a short hash of each: when somebody else
has saved meanwhile, what each of the two changed can be told apart field by field.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.form import BaseForm as WtformsBase
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from kb.clock import is_partial_date
from kb.web.i18n import gettext
from kb.web.labels import LABELS, _

#: Longest text of one line, in characters.
LINE = 200
#: Longest plain text of some lines.
NOTE = 2_000
#: Longest Markdown text; beyond it the renderer refuses.
LONG = 200_000
#: Fields that belong to the form and not to what is edited.
_OWN = frozenset({"csrf_token", "version", "base"})
#: A number of so many digits may be larger than databases number rows with.
_TOO_LONG = 10
#: More than the hashes of all fields of any form, in characters.
_LONGEST_BASE = 20_000


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form with our token; subclasses name their fields."""

    #: Whether it holds what was typed before and never saved (``kb.web.drafts``).
    is_restored = False
    #: Where it is sent while it is being written; empty for a form that does not save itself.
    autosave = ""
    #: Whether it was not taken because somebody else was first (``kb.web.clashes``).
    is_clash = False
    #: Where to read what has changed since it was opened; empty for nothing.
    since_url = ""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the library has no types
        """What the fields are filled in with."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read the text fields that were sent; a file fills a field for files, and no other."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if not form.is_submitted():
                return None
            named = {field.name for field in form if isinstance(field, FileField)}
            files = [pair for pair in request.files.items(multi=True) if pair[0] in named]
            return CombinedMultiDict([MultiDict(files), request.form]) if files else request.form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        translate(self)

    def values(self) -> dict[str, Any]:
        """What the fields hold, without the form's own fields."""
        return {name: value for name, value in self.data.items() if name not in _OWN}


class RecordForm(StaffForm):
    """A form that changes a record: it carries the version and what the fields said."""

    version = HiddenField()
    base = HiddenField()

    def open_at(self, version: int) -> None:
        """Remember that the fields now say what version *version* of the record says."""
        self.version.data = str(version)
        self.base.data = json.dumps(fingerprints(self.values()))

    @property
    def opened_version(self) -> int:
        """The version that was opened; 0 when the form does not say."""
        return row_number(self.version.data or "")

    @property
    def opened_base(self) -> dict[str, str]:
        """Hashes of what the fields said when the form was opened; empty when it does not say."""
        text = self.base.data or "{}"
        if len(text) > _LONGEST_BASE:
            return {}
        try:
            base = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return base if isinstance(base, dict) else {}


def translate(form: WtformsBase) -> None:
    """Put labels, hints and the words of choices into the reader's language."""
    for field in form:
        field.label.text = gettext(field.label.text) if field.label.text else ""
        field.description = gettext(field.description) if field.description else ""


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → short hash of what it holds; equal values have equal hashes."""
    return {name: _fingerprint(value) for name, value in values.items()}


def _fingerprint(value: Any) -> str:
    if isinstance(value, str):
        # Browsers send line ends of their own kind.
        value = value.replace("\r\n", "\n").strip()
    text = json.dumps(value or None, sort_keys=True, default=str, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:12]


class Needed:
    """Refuse an empty field with a sentence that says what to write."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: WtformsBase, field: Field) -> None:
        """Raise StopValidation for a field without a value."""
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(gettext(self.message))


class AtMost:
    """Refuse more than *limit* characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: WtformsBase, field: Field) -> None:
        """Raise ValidationError for a text that is too long; says by how much."""
        length = len(field.data or "")
        if length > self.limit:
            message = gettext("Write at most %(limit)s characters; this is %(length)s.")
            raise ValidationError(message % {"limit": self.limit, "length": length})


class WholeDate:
    """Refuse a date that the calendar does not have."""

    def __call__(self, form: WtformsBase, field: Field) -> None:
        """Raise ValidationError unless the field is empty or a date such as 2026-02-28."""
        if field.data and not (
            is_partial_date(field.data) and len(field.data) == len("2026-02-28")
        ):
            raise ValidationError(gettext("Write a date that exists, such as 2026-02-28."))


class PartialDate:
    """Refuse what is neither a year, a month nor a day."""

    def __call__(self, form: WtformsBase, field: Field) -> None:
        """Raise ValidationError unless the field is empty or as much of a date as is known."""
        if field.data and not is_partial_date(field.data):
            raise ValidationError(
                gettext("Write a year, a month or a day: 2026, 2026-02 or 2026-02-28.")
            )


class Line(StringField):
    """One line of text, without spaces at its ends; None is never its value."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, [AtMost(kwargs.pop("limit", LINE)), *validators], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        if valuelist:
            self.data = " ".join(str(valuelist[0]).replace("\x00", "").split())

    def _value(self) -> str:
        return self.data or ""


class Choice(SelectField):
    """One word of a closed list of ``kb.web.labels``; the empty choice is None."""

    def __init__(
        self, label: str, words: str, validators: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        self.words = words
        self.empty = kwargs.pop("empty", _("Choose"))
        kwargs.setdefault("filters", [lambda value: value or None])
        super().__init__(label, validators=list(validators), choices=self._choices, **kwargs)
        self.validate_choice = True

    def _choices(self) -> list[tuple[str, str]]:
        words = [(word, gettext(text)) for word, text in LABELS[self.words].items()]
        return [("", gettext(self.empty)), *words] if self.empty else words

    def pre_validate(self, form: WtformsBase) -> None:
        """Raise ValidationError for a word that is not in the list."""
        if self.data and self.data not in LABELS[self.words]:
            raise ValidationError(gettext("Choose one of the words in the list."))


class ManyChoices(SelectMultipleField):
    """Any number of values, as boxes to tick; the choices are given when the form is made."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("choices", [])
        super().__init__(label, list(validators), **kwargs)

    def pre_validate(self, form: WtformsBase) -> None:
        """Raise ValidationError for a value that was not offered."""
        offered = {str(choice[0]) for choice in self.choices or []}
        if any(str(value) not in offered for value in self.data or []):
            raise ValidationError(gettext("Choose among the values that are offered."))


def row_number(text: str) -> int:
    """Read the number of a row or of a version that a form holds; 0 for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _TOO_LONG else 0


def whole_date(text: str | None) -> date | None:
    """Read a date that ``WholeDate`` has checked; None for an empty text."""
    return date.fromisoformat(text) if text else None
