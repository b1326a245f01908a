"""Forms of the work with a barrier: its team, its priority, the answer to a question."""

from typing import Any

from wtforms import SelectField, TextAreaField

from kb.models import Barrier
from kb.web.forms import NOTE, AtMost, Line, ManyChoices, Needed, RecordForm, StaffForm
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.words import Duty

Choices = list[tuple[str, str]]


class TeamForm(RecordForm):
    """Who owns a barrier, and who else works with it."""

    owner = SelectField(
        _("Owner"),
        description=_("Whoever has owned a recognised barrier cannot note that it is resolved."),
    )
    contributors = ManyChoices(_("Contributors"))
    reviewers = ManyChoices(_("Legal reviewers"))

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Offer *people* (id, name) in every field."""
        named = [(str(key), name) for key, name in people]
        self.owner.choices = [("", gettext("Nobody")), *named]
        self.contributors.choices = named
        self.reviewers.choices = named

    def open_with(self, barrier: Barrier) -> None:
        """Fill in who it is now; the team is loaded."""
        self.owner.data = str(barrier.owner_id or "")
        self.contributors.data = _with_duty(barrier, Duty.CONTRIBUTOR)
        self.reviewers.data = _with_duty(barrier, Duty.LEGAL_REVIEWER)
        self.open_at(barrier.version)

    @property
    def owner_id(self) -> int | None:
        """Who is to own it; None for nobody."""
        return int(self.owner.data) if self.owner.data else None

    @property
    def duties(self) -> dict[int, Duty]:
        """User → duty; whoever is ticked twice reviews."""
        contributors = {int(key): Duty.CONTRIBUTOR for key in self.contributors.data or ()}
        return contributors | {int(key): Duty.LEGAL_REVIEWER for key in self.reviewers.data or ()}


class PriorityForm(RecordForm):
    """Into which year's priority set, and why."""

    year = Line(_("Year"), description=_("Leave it empty to take the barrier out of the set."))
    reason = TextAreaField(_("Reason"), [AtMost(NOTE), Needed(_("Give a reason."))])

    def open_with(self, barrier: Barrier) -> None:
        """Fill in the year of now; every change has a reason of its own."""
        self.year.data = str(barrier.priority_year or "")
        self.open_at(barrier.version)

    @property
    def wanted(self) -> int | None:
        """The year; None to take it out, 0 for what is no year."""
        text: str = self.year.data or ""
        if not text:
            return None
        return int(text) if text.isascii() and text.isdecimal() and len(text) == len("2026") else 0


class ReplyForm(StaffForm):
    """The answer to a question."""

    text = TextAreaField(_("Your answer"), [AtMost(NOTE), Needed(_("Write an answer."))])


def _with_duty(barrier: Barrier, duty: Duty) -> list[Any]:
    return [str(member.user_id) for member in barrier.members if member.duty is duty]
