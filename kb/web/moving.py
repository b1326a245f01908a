"""The page of a move, whatever it moves: a form made of what the way asks for, and its answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField

from kb.citations.references import read_reference
from kb.errors import Conflict, Invalid, Missing
from kb.records.moves import Evidence, MoveAnswers, ScreeningAnswer, way_from
from kb.security.transitions import TRANSITIONS, Machine, Need, Transition
from kb.web.addresses import staff_path, with_query
from kb.web.clashes import give_up, put_clash_over, status_of
from kb.web.drafts import drop, keep_while_writing, kept_data, left_unsaved
from kb.web.errors import sentence_of
from kb.web.forms import (
    NOTE,
    AtMost,
    Choice,
    Line,
    Needed,
    PartialDate,
    RecordForm,
    StaffForm,
    WholeDate,
)
from kb.web.forms import whole_date as as_date
from kb.web.i18n import gettext
from kb.web.labels import LABELS, _, label
from kb.words import NoObstacle, Pair, RecordKind, ScreeningQuestion

#: Longest page of a source, as its column is.
_PAGE = 40
_SCREENING = {question: question.value.replace("-", "_") for question in ScreeningQuestion}


@dataclass(frozen=True, kw_only=True)
class MovePage:
    """What stands on the page of a move beside its form."""

    way: Transition
    #: What is moved: the kind and code of its record, its name, and the version that is shown.
    kind: RecordKind
    code: str
    name: str
    version: int
    #: Why the way cannot be taken any more, for a form that was filled in; None while it can.
    clash: Conflict | None = None
    #: Who may be chosen as owner: (id, name).
    owners: Sequence[tuple[int, str]] = ()
    owner_id: int | None = None
    #: What the form is filled in with when it is opened, by the name of the field.
    given: Mapping[str, str] = field(default_factory=dict)
    #: What is missing in the record, each with the page where it is filled in.
    missing: Sequence[tuple[Need, str]] = ()
    #: Act names by which a source can be named, folded.
    act_names: Mapping[str, str] | None = None

    @property
    def url(self) -> str:
        """Address of the record."""
        return staff_path(self.kind, self.code)


class _Question(TextAreaField):
    """A short plain text of some lines."""

    def __init__(self, label: str, message: str = "", **kwargs: Any) -> None:
        needed = [Needed(message)] if message else []
        super().__init__(label, [AtMost(NOTE), *needed], **kwargs)


def asked_way(machine: Machine, state: StrEnum, name: str) -> tuple[Transition, Conflict | None]:
    """The way called *name*, and why it does not begin in *state* any more, if it does not.

    Where nothing was typed that could be lost, raises that Conflict; NotFound for no way at all.
    """
    try:
        return way_from(machine, state, name), None
    except Conflict as error:
        if request.method != "POST" and kept_data() is None:
            raise
        ways = (way for way in TRANSITIONS if way.machine is machine and way.name == name)
        return next(ways), error


def move_form(page: MovePage) -> RecordForm:
    """Make the form of a way: the fields of everything that it asks for, in the order it asks.

    It carries the version that is shown, so that nobody decides on words that they have not read.
    """
    fields: dict[str, Any] = {}
    for need in page.way.asked:
        fields |= _FIELDS[need](page)
    form_class: type[RecordForm] = type("MoveForm", (RecordForm,), fields)
    form = left_unsaved(form_class)
    keep_while_writing(form)
    if request.method == "GET" and not form.is_restored:
        form.version.data = str(page.version)
        if "owner" in form:
            form["owner"].data = str(page.owner_id or "")
        for name, text in page.given.items():
            form[name].data = text
    return form


def answers_of(form: RecordForm, act_names: Mapping[str, str] | None = None) -> MoveAnswers:
    """What a form that was accepted says."""
    said: dict[str, str] = {name: value or "" for name, value in form.values().items()}
    no_obstacle = said.get("no_obstacle")
    return MoveAnswers(
        reason=said.get("reason", ""),
        question=said.get("question", ""),
        owner_id=int(said["owner"]) if said.get("owner") else None,
        screening={
            question: ScreeningAnswer(said[name] == "yes", said[f"{name}_reason"])
            for question, name in _SCREENING.items()
            if said.get(name)
        },
        no_obstacle=NoObstacle(no_obstacle) if no_obstacle else None,
        review_on=as_date(said.get("review_on")),
        happened_on=said.get("happened_on") or None,
        how=Pair(said.get("how", ""), said.get("how_en", "")),
        remains=Pair(said.get("remains", ""), said.get("remains_en", "")),
        evidence=_evidence(said, act_names or {}),
        opened=form.opened_version,
    )


def ask_and_move(page: MovePage, move: Callable[[MoveAnswers], object]) -> ResponseReturnValue:
    """Show the form of a move; when it is sent and in order, *move* and go back to the record.

    What *move* finds missing or wrong is told on the page, with 422; that somebody was first, with
    409, what they have changed, and everything as it was typed.
    """
    form = move_form(page)
    needs = [need for need, _url in page.missing]
    if page.clash is not None:
        put_clash_over(form, page.clash, page.kind, page.code, page.version)
    elif request.method == "POST" and form.validate():
        try:
            move(answers_of(form, page.act_names))
        except Conflict as error:
            give_up()
            put_clash_over(form, error, page.kind, page.code, page.version)
        except Missing as error:
            needs = [Need(word) for word in error.needs]
        except Invalid as error:
            put_error(form, error)
        else:
            drop()
            return redirect(with_query(page.url, {"told": "moved"}), 303)
    body = render_template(
        "layout/move_page.html",
        page=page,
        form=form,
        missing=_lines(page, needs, form),
        fields=[(_look(each), each) for each in form if not isinstance(each, HiddenField)],
        errors=form.errors,
    )
    return body, status_of(form)


def _look(shown: Field) -> str:
    """Which of the parts of forms shows the field *shown*."""
    looks = {TextAreaField: "lines", RadioField: "radios", SelectField: "choice"}
    return next((look for kind, look in looks.items() if isinstance(shown, kind)), "line")


def _lines(page: MovePage, needs: Sequence[Need], form: StaffForm) -> list[tuple[str, str]]:
    """What is missing in the record: (sentence, address); what a field asks for it says itself."""
    urls = dict(page.missing)
    return [
        (label(need, "need"), urls.get(need, page.url))
        for need in needs
        if need in urls or need not in page.way.asked
    ]


def put_error(form: StaffForm, error: Invalid) -> None:
    """Show *error* at its field, or above the form when the form has no such field."""
    sentence = sentence_of(error)
    if error.field == "screening":
        form[next(iter(_SCREENING.values()))].errors = [sentence]
    elif error.field in form:
        form[error.field].errors = [sentence]
    else:
        form.form_errors.append(sentence)


def _evidence(said: Mapping[str, str], act_names: Mapping[str, str]) -> Evidence | None:
    text = said.get("evidence", "")
    if not text:
        return None
    keys = read_reference(text, act_names)
    page = said.get("evidence_page", "")
    return Evidence(keys[0], "", page) if len(keys) == 1 else Evidence(None, text, page)


def _owner(page: MovePage) -> dict[str, Any]:
    return {
        "owner": SelectField(
            _("Owner"),
            [Needed(_("Choose who owns it."))],
            choices=[("", gettext("Choose")), *((str(key), name) for key, name in page.owners)],
            description=_("Whoever owns a barrier cannot note themselves that it is resolved."),
        )
    }


def _screening(page: MovePage) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for question, name in _SCREENING.items():
        fields[name] = RadioField(
            LABELS["screening-question"][question],
            [Needed(_("Answer the question."))],
            choices=[("yes", gettext("Yes")), ("no", gettext("No"))],
        )
        fields[f"{name}_reason"] = _Question(_("Why?"), _("Say why."), render_kw={"rows": 2})
    return fields


def _pair(name: str, label: str, english: str, message: str) -> dict[str, Any]:
    return {name: _Question(label, message), f"{name}_en": _Question(english)}


def _evidence_fields(page: MovePage) -> dict[str, Any]:
    return {
        "evidence": Line(
            _("Source"),
            [Needed(_("Name the source that shows it."))],
            description=_(
                "A source that you have read, such as prop. 2021/22:125 or SFS 2022:638."
            ),
        ),
        "evidence_page": Line(_("Page or section"), [], limit=_PAGE),
    }


def _not_needed(page: MovePage) -> dict[str, Any]:
    """Publishing and merging have pages of their own."""
    raise ValueError(f"The way {page.way.name} has a page of its own.")


#: The fields of everything that a way can ask for.
_FIELDS: dict[Need, Callable[[MovePage], dict[str, Any]]] = {
    Need.REASON: lambda page: {"reason": _Question(_("Reason"), _("Give a reason."))},
    Need.QUESTION: lambda page: {
        "question": _Question(_("Question to the author"), _("Write the question."))
    },
    Need.OWNER: _owner,
    Need.SCREENING: _screening,
    Need.NO_OBSTACLE: lambda page: {
        "no_obstacle": Choice(
            _("Why is it not a barrier?"),
            "no-obstacle",
            [Needed(_("Choose why it is not a barrier."))],
        )
    },
    Need.REVIEW_ON: lambda page: {
        "review_on": Line(
            _("Look at it again on"),
            [Needed(_("Choose a day on which to look at it again.")), WholeDate()],
            render_kw={"type": "date"},
        )
    },
    Need.HAPPENED_ON: lambda page: {
        "happened_on": Line(
            _("When did it happen?"),
            [Needed(_("Write when it happened.")), PartialDate()],
            description=_("A year, a month or a day: 2026, 2026-02 or 2026-02-28."),
        )
    },
    Need.HOW: lambda page: _pair(
        "how",
        _("How did it come about?"),
        _("How did it come about? In English"),
        _("Write how it came about."),
    ),
    Need.REMAINS: lambda page: _pair(
        "remains", _("What remains?"), _("What remains? In English"), _("Write what remains.")
    ),
    Need.EVIDENCE: _evidence_fields,
    Need.SURVIVOR: _not_needed,
    Need.NOT_PUBLISHABLE: _not_needed,
    Need.WITHDRAWAL: _not_needed,
    Need.CLEARANCE: _not_needed,
}
