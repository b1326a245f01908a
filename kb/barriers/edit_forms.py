"""The forms of a barrier, a section each, and one with all of them.

They hold the internal account alone: the public text is written on the publication desk.
"""

from wtforms import RadioField, SelectField

from kb.web.editing import EditForm, Paragraphs, Picked, Row, Rows, WholeNumber
from kb.web.forms import LONG, Choice, Line, ManyChoices, Needed, PartialDate, WholeDate
from kb.web.i18n import gettext
from kb.web.labels import _

#: Most kronor or hours a year that a figure may name.
MAX_STAKE = 999_999_999_999
_PUBLISHED = _("Published with the barrier.")
_REFERENCE_HINT = _("As you would write it: 10 kap. 28 § OSL.")


class CitationRow(Row):
    """A source that the barrier rests on."""

    marks = frozenset({"role", "certainty"})
    reference = Line(_("Provision or source"), [Needed(_("Name the provision or the source."))])
    role = Choice(_("What it does"), "citation-role", empty="", default="causes")
    page = Line(_("Page"), limit=40)
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))
    certainty = Choice(_("How well it is known"), "certainty", empty="", default="inference")
    as_of = Line(
        _("Wording of which day"),
        [PartialDate()],
        description=_("Leave it empty for the wording in force."),
    )


class QuestionRow(Row):
    """A question that a lawyer should settle."""

    question_sv = Paragraphs(_("Question in Swedish"))
    question_en = Paragraphs(_("Question in English"))


class StepRow(Row):
    """A rung of the decision ladder."""

    marks = frozenset({"step", "certainty"})
    step = Choice(_("Step of the decision"), "decision-part", [Needed(_("Choose the step."))])
    blocked = Choice(
        _("Is it blocked for a system?"), "blocked", [Needed(_("Say whether it is blocked."))]
    )
    human = Choice(
        _("Is a human required?"), "human", [Needed(_("Say who requires a human, if anybody."))]
    )
    reference = Line(_("Provision that decides"), description=_REFERENCE_HINT)
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))
    certainty = Choice(_("How well it is known"), "certainty", empty="", default="inference")


class ImpactRow(Row):
    """What the barrier does to an objective."""

    marks = frozenset({"certainty"})
    objective = Picked(_("Objective"), [Needed(_("Choose the objective."))])
    direction = Choice(
        _("What the barrier does to it"), "direction", [Needed(_("Choose what it does."))]
    )
    strength = SelectField(
        _("How strongly"),
        [Needed(_("Choose how strongly."))],
        choices=lambda: [
            ("", gettext(_("Choose"))),
            ("1", gettext(_("1 – somewhat"))),
            ("2", gettext(_("2 – clearly"))),
            ("3", gettext(_("3 – strongly"))),
        ],
    )
    reason_sv = Paragraphs(_("Reason in Swedish"), description=_PUBLISHED)
    reason_en = Paragraphs(_("Reason in English"), description=_PUBLISHED)
    certainty = Choice(_("How well it is known"), "certainty", empty="", default="inference")


class RelationRow(Row):
    """A barrier that this one points at."""

    marks = frozenset({"relation"})
    barrier = Line(
        _("Code of the barrier"),
        [Needed(_("Write the code of the barrier."))],
        description=_("Such as H-2026-001."),
        limit=40,
    )
    relation = Choice(_("How they belong together"), "relation", empty="", default="related")


class EffectRow(Row):
    """A matter, and what it does to the barrier."""

    matter = Picked(_("Matter"), [Needed(_("Choose the matter."))])
    effect = Choice(_("What it does to the barrier"), "effect", [Needed(_("Choose what it does."))])
    note_sv = Paragraphs(_("Note in Swedish"))
    note_en = Paragraphs(_("Note in English"))


class ReportForm(EditForm):
    """What was reported."""

    working_title = Line(
        _("Working title"),
        description=_("Only we see it. The public title is written later."),
    )
    kinds = ManyChoices(_("Kind of barrier"))
    working_summary = Paragraphs(
        _("What happens"), description=_("Who wants to do what, and what stops them?")
    )
    sectors = ManyChoices(_("Sector"))
    channel = Choice(_("How we came to know of it"), "channel")
    reported_by = Line(
        _("Who told us"), description=_("Never public. Name only those who need to be found again.")
    )
    reported_on = Line(
        _("When we were told"), [WholeDate()], description=_("Such as 2026-02-28."), limit=10
    )
    internal = Paragraphs(_("Our own account"), description=_("Never public."), limit=LONG)
    workaround = Paragraphs(
        _("What people do meanwhile"), description=_("Never public by itself."), limit=LONG
    )
    workaround_risk = Choice(_("Legal risk of that"), "risk")


class LawForm(EditForm):
    """The law that the barrier rests on."""

    citations = Rows(CitationRow, _("Provisions and sources"))
    practice_reason = Paragraphs(
        _("No provision: the barrier lies in practice"),
        description=_("Say why no provision can be named. Leave it empty if one can."),
    )
    root_causes = ManyChoices(_("Root cause"))
    remedies = ManyChoices(_("Who can remove it"))
    waiting_for = Picked(_("Whose move it is"))
    waiting_since = Line(
        _("Since when"), [PartialDate()], description=_("A year, a month or a day."), limit=10
    )
    questions = Rows(QuestionRow, _("Questions for a lawyer to settle"))


class FlowForm(EditForm):
    """The flow card, and the decision ladder."""

    sender_sv = Paragraphs(_("Sender, in Swedish"))
    sender_en = Paragraphs(_("Sender, in English"))
    receiver_sv = Paragraphs(_("Receiver, in Swedish"))
    receiver_en = Paragraphs(_("Receiver, in English"))
    data_sv = Paragraphs(_("Information, in Swedish"))
    data_en = Paragraphs(_("Information, in English"))
    purpose_sv = Paragraphs(_("Purpose, in Swedish"))
    purpose_en = Paragraphs(_("Purpose, in English"))
    legal_basis = Line(_("Legal basis"), description=_REFERENCE_HINT)
    secrecy = Line(_("Secrecy rule"), description=_REFERENCE_HINT)
    lifted_by = Line(_("Rule that lifts the secrecy"), description=_REFERENCE_HINT)
    gap_sv = Paragraphs(_("Where it breaks, in Swedish"))
    gap_en = Paragraphs(_("Where it breaks, in English"))
    steps = Rows(StepRow, _("Decision ladder"))


class ObjectivesForm(EditForm):
    """What the barrier stands in the way of."""

    impacts = Rows(ImpactRow, _("Objectives that it stops"))
    principles = ManyChoices(_("Principles that it goes against"))
    prerequisites = ManyChoices(_("Prerequisites that it concerns"))


def _score(label: str) -> RadioField:
    return RadioField(
        label,
        choices=lambda: [
            ("", gettext(_("Not assessed"))),
            ("1", gettext(_("1 – small"))),
            ("2", "2"),
            ("3", "3"),
            ("4", gettext(_("4 – great"))),
        ],
        default="",
    )


class ScoresForm(EditForm):
    """How bad it is, how long it may last and what is at stake."""

    severity = _score(_("Severity"))
    severity_reason = Paragraphs(_("Reason for the severity"))
    reach = _score(_("Reach"))
    reach_reason = Paragraphs(_("Reason for the reach"))
    resolvability = _score(_("How easily it can be removed"))
    resolvability_reason = Paragraphs(_("Reason for how easily it can be removed"))
    horizon_year = Line(
        _("Year in which it may be gone"),
        [WholeNumber(2000, 2100)],
        description=_("Leave it empty when nobody can say."),
        limit=4,
    )
    horizon_reason = Paragraphs(
        _("Why the year is changed"), description=_("Needed when a year that was set is changed.")
    )
    stake_from = Line(_("At stake a year, at least"), [WholeNumber(0, MAX_STAKE)], limit=20)
    stake_to = Line(_("At stake a year, at most"), [WholeNumber(0, MAX_STAKE)], limit=20)
    stake_unit = Choice(_("Counted in"), "stake-unit")
    stake_year = Line(_("Year of the figure"), [WholeNumber(1990, 2100)], limit=4)
    stake_source = Paragraphs(_("Where the figure comes from"))


class EvidenceForm(EditForm):
    """The matters and barriers that this one points at."""

    effects = Rows(EffectRow, _("Matters that may change the law"))
    relations = Rows(RelationRow, _("Related barriers"))


class EverythingForm(ReportForm, LawForm, FlowForm, ObjectivesForm, ScoresForm, EvidenceForm):
    """All sections on one page, for those who know what they want."""
