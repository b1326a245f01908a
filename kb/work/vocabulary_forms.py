"""The forms of terms and of synonyms."""

from wtforms import TextAreaField

from kb.web.forms import AtMost, Line, Needed, StaffForm, WholeDate
from kb.web.labels import _
from kb.words import Pair
from kb.work.synonym_operations import MOST_LETTERS, MOST_WORDS
from kb.work.term_operations import MOST_LABEL, MOST_NOTE

_LABEL_MISSING = _("Write the label in both languages.")


class TermForm(StaffForm):
    """What a term is called, and what it means."""

    label_sv = Line(_("Label in Swedish"), [Needed(_LABEL_MISSING)], limit=MOST_LABEL)
    label_en = Line(_("Label in English"), [Needed(_LABEL_MISSING)], limit=MOST_LABEL)
    note_sv = TextAreaField(_("What it means, in Swedish"), [AtMost(MOST_NOTE)])
    note_en = TextAreaField(_("What it means, in English"), [AtMost(MOST_NOTE)])

    @property
    def label(self) -> Pair:
        """The label in both languages."""
        return Pair(self.label_sv.data or "", self.label_en.data or "")

    @property
    def note(self) -> Pair:
        """The note in both languages."""
        return Pair(self.note_sv.data or "", self.note_en.data or "")


class RetireForm(StaffForm):
    """When a term is offered for the last time."""

    last_day = Line(
        _("Last day of use"),
        [WholeDate()],
        description=_("Leave it empty to take the term out of use at once."),
    )


class SynonymsForm(StaffForm):
    """A set of words that mean the same."""

    words = TextAreaField(
        _("Words and phrases"),
        [
            AtMost(MOST_LETTERS * MOST_WORDS),
            Needed(_("Write at least two words or phrases, one on each line.")),
        ],
        description=_("One on each line. A word can stand in one set only."),
    )

    @property
    def lines(self) -> list[str]:
        """The words, a line each."""
        return (self.words.data or "").splitlines()
