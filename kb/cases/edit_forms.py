"""The form of a case: the internal account. Its public text is written on the publication desk."""

from kb.web.editing import EditForm, Paragraphs, Picked, Row, Rows
from kb.web.forms import LONG, Choice, Line, ManyChoices, Needed, PartialDate
from kb.web.labels import _


class TieRow(Row):
    """A barrier that the case belongs to."""

    marks = frozenset({"relation"})
    barrier = Line(
        _("Code of the barrier"),
        [Needed(_("Write the code of the barrier."))],
        description=_("Such as H-2026-001."),
        limit=40,
    )
    relation = Choice(_("What it does"), "case-relation", empty="", default="proves")
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))


class CaseForm(EditForm):
    """A case as we know it."""

    title = Line(_("Title"), [Needed(_("Give the case a title."))])
    kinds = ManyChoices(_("Kind of case"))
    internal = Paragraphs(
        _("What happened"),
        description=_("Never public. The public text is written on the publication desk."),
        limit=LONG,
    )
    identifier = Line(
        _("How it is cited"), description=_("Such as HFD 2021 ref. 10. Empty for a practical case.")
    )
    body = Picked(_("Decided by"))
    decided_on = Line(
        _("When"), [PartialDate()], description=_("A year, a month or a day."), limit=10
    )
    outcome_sv = Paragraphs(_("What came of it, in Swedish"))
    outcome_en = Paragraphs(_("What came of it, in English"))
    certainty = Choice(_("How well it is known"), "certainty")
    barriers = Rows(TieRow, _("Barriers that it belongs to"))
