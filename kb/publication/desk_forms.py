"""Forms of the desk: the public text, what a way asks for, hits, consents, embargo, merging."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from wtforms import Field, HiddenField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from kb.clock import SWEDEN
from kb.models import Barrier, Case, Record
from kb.publication.desk_operations import DeskAnswers
from kb.publication.text_operations import (
    MOST_OF_SUMMARY,
    MOST_OF_TITLE,
    BarrierWords,
    PublicTextDraft,
)
from kb.readers.drafts import TextDraft
from kb.records.state import text_name
from kb.security.transitions import Need, Transition
from kb.web.drafts import keep_while_writing, left_unsaved
from kb.web.editing import EditForm, Paragraphs
from kb.web.forms import (
    LONG,
    NOTE,
    AtMost,
    Choice,
    Line,
    ManyChoices,
    Needed,
    PartialDate,
    StaffForm,
    WholeDate,
)
from kb.web.i18n import gettext
from kb.web.labels import _, label
from kb.words import (
    Clearance,
    Confidence,
    Language,
    NotPublishable,
    Pair,
    State,
    TextField,
    Withdrawal,
)

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z", re.ASCII)
#: Long texts of each kind that the public reads.
_BARRIER_TEXTS = (TextField.CONSEQUENCE, TextField.WANTED, TextField.ANALYSIS)
_CASE_TEXTS = (TextField.TEXT,)


class _TextForm(EditForm):
    """What the public texts of every kind share; a field in each language."""

    title_sv = Line(_("Title in Swedish"), limit=MOST_OF_TITLE)
    title_en = Line(_("Title in English"), limit=MOST_OF_TITLE)
    summary_sv = Paragraphs(_("Summary in Swedish"), limit=MOST_OF_SUMMARY)
    summary_en = Paragraphs(_("Summary in English"), limit=MOST_OF_SUMMARY)
    confidence = Choice(_("Reliability"), "confidence", empty=_("Not said"))
    checked_on = Line(_("Checked against its sources"), [PartialDate()])


class BarrierTextForm(_TextForm):
    """The public text of a barrier."""

    texts = _BARRIER_TEXTS
    consequence_sv = Paragraphs(_("What cannot be done, in Swedish"), limit=LONG)
    consequence_en = Paragraphs(_("What cannot be done, in English"), limit=LONG)
    wanted_sv = Paragraphs(_("What would remove it, in Swedish"), limit=LONG)
    wanted_en = Paragraphs(_("What would remove it, in English"), limit=LONG)
    analysis_sv = Paragraphs(_("The law, step by step, in Swedish"), limit=LONG)
    analysis_en = Paragraphs(_("The law, step by step, in English"), limit=LONG)
    state = Choice(
        _("How far the law has come"), "state", [Needed(_("Choose how far the law has come."))]
    )
    state_since = Line(_("Since when"), [PartialDate()])
    state_note_sv = Paragraphs(_("What that rests on, in Swedish"))
    state_note_en = Paragraphs(_("What that rests on, in English"))
    interest_sv = Paragraphs(_("How a change keeps the interest, in Swedish"))
    interest_en = Paragraphs(_("How a change keeps the interest, in English"))


class CaseTextForm(_TextForm):
    """The public text of a case."""

    texts = _CASE_TEXTS
    text_sv = Paragraphs(_("What the case says, in Swedish"), limit=LONG)
    text_en = Paragraphs(_("What the case says, in English"), limit=LONG)
    outcome_sv = Paragraphs(_("Outcome in Swedish"))
    outcome_en = Paragraphs(_("Outcome in English"))


TextForm = BarrierTextForm | CaseTextForm


def text_form(record: Record) -> type[TextForm]:
    """The form in which the public text of *record* is written."""
    return BarrierTextForm if isinstance(record, Barrier) else CaseTextForm


def said_by(record: Record) -> dict[str, str]:
    """What *record*, loaded whole, says in the fields of its form."""
    texts = {text_name(text): text.body_md for text in record.texts}
    said = {
        name: getattr(record, name) for name in ("title_sv", "title_en", "summary_sv", "summary_en")
    }
    said |= {"confidence": record.confidence or "", "checked_on": record.checked_on or ""}
    shown = _BARRIER_TEXTS if isinstance(record, Barrier) else _CASE_TEXTS
    for field in shown:
        for language in Language:
            name = f"{field}_{language}"
            said[name] = texts.get(name, "")
    if isinstance(record, Barrier):
        said |= {"state": record.state, "state_since": record.state_since or ""}
        names = ("state_note_sv", "state_note_en", "interest_sv", "interest_en")
        said |= {name: getattr(record, name) for name in names}
    if isinstance(record, Case):
        said |= {name: getattr(record, name) for name in ("outcome_sv", "outcome_en")}
    return {name: str(value) for name, value in said.items()}


def base_said(record: Record, earlier: Mapping[str, Any]) -> dict[str, str]:
    """What *record* said in the fields of its form before, as far as *earlier* tells otherwise.

    The history calls the texts what the form calls them.
    """
    now = said_by(record)
    return now | {name: str(earlier[name] or "") for name in now if name in earlier}


def draft_of(record: Record, values: dict[str, Any]) -> PublicTextDraft:
    """The draft of *record* that *values* of its form, once accepted, come to."""

    def pair(name: str) -> Pair:
        return Pair(values[f"{name}_sv"], values[f"{name}_en"])

    is_barrier = isinstance(record, Barrier)
    return PublicTextDraft(
        title=pair("title"),
        summary=pair("summary"),
        texts=tuple(
            TextDraft(field=field, language=language, body_md=values[f"{field}_{language}"])
            for field in (_BARRIER_TEXTS if is_barrier else _CASE_TEXTS)
            for language in Language
        ),
        confidence=Confidence(values["confidence"]) if values["confidence"] else None,
        checked_on=values["checked_on"] or None,
        barrier=BarrierWords(
            state=State(values["state"]),
            state_since=values["state_since"] or None,
            state_note=pair("state_note"),
            interest=pair("interest"),
        )
        if is_barrier
        else None,
        outcome=None if is_barrier else pair("outcome"),
    )


def way_form(way: Transition) -> StaffForm:
    """Make the form of *way*: a field for each thing that it asks for, in the order it asks.

    Its hidden field *seen* is for the digest of the words that stand on the page.
    """
    fields = {need.value.replace("-", "_"): _FIELDS[need]() for need in way.asked}
    fields["seen"] = HiddenField()
    form_class: type[StaffForm] = type("WayForm", (StaffForm,), fields)
    form = left_unsaved(form_class)
    keep_while_writing(form)
    if "clearance" in form:
        form["clearance"].choices = [
            (point.value, label(point.value, "clearance")) for point in Clearance
        ]
    if "withdrawal" in form:
        # Merging has a page of its own, which also says where readers are sent.
        words = [word.value for word in Withdrawal if word is not Withdrawal.MERGED]
        offered = [(word, label(word, "withdrawal")) for word in words]
        form["withdrawal"].choices = [("", gettext("Choose")), *offered]
    return form


def answers_of(form: StaffForm) -> DeskAnswers:
    """What a form that was accepted says."""
    said = form.values()
    kept = said.get("not_publishable")
    withdrawal = said.get("withdrawal")
    return DeskAnswers(
        reason=said.get("reason") or "",
        not_publishable=NotPublishable(kept) if kept else None,
        withdrawal=Withdrawal(withdrawal) if withdrawal else None,
        cleared=[Clearance(point) for point in said.get("clearance") or ()],
        seen=said.get("seen") or "",
    )


class _WholeTime:
    """Refuse what the clock does not show."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise ValidationError unless the field is empty or a time such as 08:00."""
        if field.data and not _TIME.match(field.data):
            raise ValidationError(gettext("Write a time such as 08:00."))


class EmbargoForm(StaffForm):
    """The day and time, in Sweden, before which nothing is published; empty for none."""

    day = Line(_("Not before"), [WholeDate()], render_kw={"type": "date"})
    hour = Line(
        _("Time"), [_WholeTime()], description=_("Swedish time; midnight when it is empty.")
    )

    def open_with(self, publish_at: datetime | None) -> None:
        """Fill in the moment that is set."""
        if publish_at is not None:
            moment = publish_at.astimezone(SWEDEN)
            self.day.data, self.hour.data = moment.date().isoformat(), f"{moment:%H:%M}"

    @property
    def publish_at(self) -> datetime | None:
        """The moment; None for no embargo."""
        if not self.day.data:
            return None
        at = time.fromisoformat(self.hour.data or "00:00")
        return datetime.combine(date.fromisoformat(self.day.data), at, tzinfo=SWEDEN)


class MergeForm(StaffForm):
    """Which barrier lives on, and why the two are the same."""

    survivor = Line(
        _("The barrier that lives on"),
        [Needed(_("Name the barrier that lives on."))],
        description=_("Its code, such as H-2026-001."),
    )
    reason = TextAreaField(_("Why they are the same"), [AtMost(NOTE)])


_FIELDS: dict[Need, Callable[[], Any]] = {
    Need.REASON: lambda: TextAreaField(_("Reason"), [AtMost(NOTE), Needed(_("Give a reason."))]),
    Need.NOT_PUBLISHABLE: lambda: Choice(
        _("Why is it kept inside?"),
        "not-publishable",
        [Needed(_("Choose why it is kept inside."))],
    ),
    Need.WITHDRAWAL: lambda: Choice(
        _("What the public is told"),
        "withdrawal",
        [Needed(_("Choose why it is withdrawn."))],
    ),
    Need.CLEARANCE: lambda: ManyChoices(_("Clearance list")),
}
