"""The form in which our answer is written, proposal by proposal."""

from typing import Any

from wtforms import HiddenField

from kb.web.editing import EditForm, Paragraphs, Row, Rows
from kb.web.forms import Choice, Line, Needed
from kb.web.labels import _

#: The longest wording, as the redlines of barriers have it.
_WORDING = 20_000
#: The longest of our words on one proposal.
_WORDS = 20_000
_NUMBER = 60


class _Kept(HiddenField):
    """What goes along with a row unseen; None is never its value."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        if valuelist:
            self.data = str(valuelist[0])[:_NUMBER]

    def _value(self) -> str:
        return str(self.data or "")


class PositionRow(Row):
    """What we say of one proposal."""

    marks = frozenset({"earlier"})
    proposal = Line(
        _("Which proposal"),
        [Needed(_("Say which proposal it is about."))],
        description=_("Such as section 6.2 of the report, or the provision that is proposed."),
    )
    stance = Choice(_("Our stance"), "stance", [Needed(_("Choose our stance."))])
    text_sv = Paragraphs(_("Our words in Swedish"), limit=_WORDS)
    text_en = Paragraphs(_("Our words in English"), limit=_WORDS)
    target = Line(
        _("Provision that should change"),
        description=_("As lawyers write it, such as 6 kap. 37 § kommunallagen."),
    )
    wording = Paragraphs(
        _("How it should read"),
        limit=_WORDING,
        description=_("The whole section, in Swedish. Leave it empty for no wording of ours."),
    )
    earlier = _Kept()


class AnswerForm(EditForm):
    """Our answer to a consultation."""

    invited = Choice(_("Were we asked for an answer?"), "invited", empty="", default="unknown")
    diary_number = Line(_("Our diary number"), limit=_NUMBER)
    adopted_by = Line(
        _("Who adopts the answer"),
        description=_("The board, a delegation, the chief lawyer."),
    )
    stance = Choice(_("What we say of the whole"), "stance", empty=_("Nothing yet"))
    positions = Rows(PositionRow, _("Our answer, proposal by proposal"))

    def use_again(self, words: dict[str, str]) -> None:
        """Add a row that says *words*; an empty row at the end gives way to it."""
        if self.positions.entries and self.positions.entries[-1].form.is_empty:
            self.positions.remove(self.positions.entries[-1].name)
        self.positions.add(words)
