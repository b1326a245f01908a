"""The forms of a matter: what is known of it, what it does to barriers, its stage set by hand."""

from wtforms import HiddenField

from kb.web.editing import EditForm, Paragraphs, Picked, Row, Rows
from kb.web.forms import Choice, Line, Needed, PartialDate, StaffForm
from kb.web.labels import _

#: Longest summary, as lists show it.
SUMMARY = 400


class StepRow(Row):
    """A step on the path of the law."""

    marks = frozenset({"occurrence", "certainty", "event_id"})
    event_id = HiddenField(default="")
    stage = Choice(_("Step"), "stage", [Needed(_("Choose the step."))])
    date = Line(_("When"), [PartialDate()], description=_("A year, a month or a day."), limit=10)
    until = Line(
        _("Last day to answer"),
        [PartialDate()],
        description=_("For a consultation."),
        limit=10,
    )
    document = Line(_("Document"), description=_("Such as prop. 2021/22:125 or SOU 2021:16."))
    title_sv = Line(_("In words, in Swedish"))
    title_en = Line(_("In words, in English"))
    turn = Choice(_("Turn"), "turn", empty=_("The path goes on"))
    occurrence = Choice(_("Has it happened?"), "occurrence", empty="", default="happened")
    certainty = Choice(_("How well it is known"), "certainty", empty="", default="verified")
    source = Line(_("Where it was read"))


class LawRow(Row):
    """A provision that the matter is about."""

    marks = frozenset({"role"})
    reference = Line(
        _("Provision or act"),
        [Needed(_("Write the provision."))],
        description=_("Such as 10 kap. 28 § OSL."),
    )
    role = Choice(_("What it does"), "citation-role", empty="", default="would-amend")
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))


class MatterForm(EditForm):
    """A matter as we know it."""

    title_sv = Line(_("Title in Swedish"), [Needed(_("Give the matter a title."))])
    title_en = Line(_("Title in English"))
    summary_sv = Paragraphs(_("Summary in Swedish"), limit=SUMMARY)
    summary_en = Paragraphs(_("Summary in English"), limit=SUMMARY)
    procedure = Choice(_("Procedure"), "procedure", empty="", default="swedish")
    procedure_number = Line(
        _("Number of the EU procedure"), description=_("Such as 2022/0140(COD)."), limit=40
    )
    responsible = Picked(_("Responsible body"))
    continued_by = Picked(_("Continued by"))
    steps = Rows(StepRow, _("Steps"))
    law = Rows(LawRow, _("The law it is about"))


class BarrierEffectRow(Row):
    """A barrier, and what the matter does to it."""

    barrier = Line(
        _("Code of the barrier"),
        [Needed(_("Write the code of the barrier."))],
        description=_("Such as H-2026-001."),
        limit=40,
    )
    effect = Choice(_("What it does to the barrier"), "effect", [Needed(_("Choose what it does."))])
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))


class EffectsForm(EditForm):
    """What the matter does to barriers."""

    effects = Rows(BarrierEffectRow, _("Barriers that it bears on"))


class StageForm(StaffForm):
    """The stage, set by hand."""

    stage = Choice(_("Stage"), "stage", [Needed(_("Choose the stage."))])
    reason_sv = Paragraphs(
        _("Why the steps do not tell it, in Swedish"),
        [Needed(_("Say why."))],
        description=_("The public reads it."),
    )
    reason_en = Paragraphs(_("Why the steps do not tell it, in English"))
