"""The form of a note."""

from wtforms import TextAreaField

from kb.records.note_operations import MOST_CHARACTERS
from kb.web.forms import AtMost, Needed, StaffForm
from kb.web.labels import _


class NoteForm(StaffForm):
    """A note, in Markdown."""

    text = TextAreaField(
        _("Note"),
        [AtMost(MOST_CHARACTERS), Needed(_("Write a note."))],
        description=_("Internal, never public. Write @ and a handle to tell a colleague."),
    )
