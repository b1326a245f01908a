"""The form of an action with its asks."""

from wtforms import HiddenField

from kb.web.editing import EditForm, Paragraphs, Picked, Row, Rows
from kb.web.forms import Choice, Line, ManyChoices, Needed, PartialDate
from kb.web.labels import _

#: Longest summary, as lists show it.
SUMMARY = 400


class BodyRow(Row):
    """A body that the action is addressed to."""

    code = Picked(_("Addressed to"), [Needed(_("Choose the body."))])


class BarrierRow(Row):
    """A barrier that the action serves."""

    code = Line(
        _("Code of the barrier"),
        [Needed(_("Write the code of the barrier."))],
        description=_("Such as H-2026-001."),
        limit=40,
    )


class MatterRow(Row):
    """A matter that the action is aimed at."""

    code = Picked(_("Matter"), [Needed(_("Choose the matter."))])


class AskRow(Row):
    """Something that is asked for."""

    marks = frozenset({"certainty", "number"})
    number = HiddenField(default="")
    text_sv = Paragraphs(_("What we ask for, in Swedish"), [Needed(_("Write what we ask for."))])
    text_en = Paragraphs(_("What we ask for, in English"))
    reference = Line(
        _("Provision or act that should change"), description=_("Such as 10 kap. 28 § OSL.")
    )
    matter = Picked(_("Matter"))
    proposed_wording = Paragraphs(_("Proposed wording"), limit=20_000)
    certainty = Choice(_("How well it is known"), "certainty", empty="", default="verified")


class ActionForm(EditForm):
    """An action as we know it."""

    title_sv = Line(_("Title in Swedish"), [Needed(_("Give the action a title."))])
    title_en = Line(_("Title in English"))
    kind = Picked(_("Kind of action"), [Needed(_("Choose what kind of action it is."))])
    summary_sv = Paragraphs(_("Summary in Swedish"), limit=SUMMARY)
    summary_en = Paragraphs(_("Summary in English"), limit=SUMMARY)
    started_on = Line(
        _("Begun"), [PartialDate()], description=_("A year, a month or a day."), limit=10
    )
    ended_on = Line(
        _("Ends or ended"), [PartialDate()], description=_("A year, a month or a day."), limit=10
    )
    counterparts = Rows(BodyRow, _("Addressed to"))
    barriers = Rows(BarrierRow, _("Barriers that it serves"))
    matters = Rows(MatterRow, _("Matters that it is aimed at"))
    objectives = ManyChoices(_("Objectives that it serves"))
    asks = Rows(AskRow, _("What we ask for"))
