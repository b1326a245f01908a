"""Forms of proposals: what is proposed, and why one is declined."""

from wtforms import TextAreaField

from kb.barriers.proposal_operations import ProposalDraft
from kb.web.forms import NOTE, AtMost, Line, Needed, StaffForm, WholeDate, whole_date
from kb.web.labels import _
from kb.words import ProposalKind


class ProposalForm(StaffForm):
    """What is proposed; the field that belongs to the other kind is left out."""

    year = Line(_("Year"), [Needed(_("Write a year such as 2026."))])
    review_on = Line(
        _("Look at it again on"),
        [Needed(_("Choose a day on which to look at it again.")), WholeDate()],
        render_kw={"type": "date"},
    )
    reason = TextAreaField(_("Reason"), [AtMost(NOTE), Needed(_("Give a reason."))])

    def draft(self, kind: ProposalKind) -> ProposalDraft:
        """What the form says, read as a proposal of *kind*."""
        said = self.values()
        year = str(said.get("year") or "")
        is_year = year.isascii() and year.isdecimal() and len(year) == len("2026")
        return ProposalDraft(
            kind=kind,
            reason=said["reason"] or "",
            year=int(year) if is_year else None,
            review_on=whole_date(said.get("review_on")),
        )


class DeclineForm(StaffForm):
    """Why a proposal is declined."""

    reason = TextAreaField(_("Reason"), [AtMost(NOTE), Needed(_("Give a reason."))])
