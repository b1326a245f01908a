"""What is typed in and not saved, in words: which form it is, and what was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kb.models import FormDraft
from kb.web.i18n import gettext
from kb.web.labels import _

#: Longest part of what was typed that is shown.
_SHORT = 80
#: The sections of the form of a barrier, by what stands in their addresses.
SECTIONS = {
    "report": _("What was reported"),
    "law": _("The law behind it"),
    "flow": _("Flow of information and decision"),
    "objectives": _("Objectives that it stops"),
    "scores": _("How bad it is"),
    "evidence": _("Cases, matters and related barriers"),
    "all": _("Everything"),
}
_EDIT = re.compile(r"/staff/barriers/([^/]+)/edit/([^/]+)\Z")
_TEXT = re.compile(r"/staff/(?:barriers|cases)/([^/]+)/publication/text\Z")
_CASE = re.compile(r"/staff/cases/([^/]+)/edit\Z")
_NEW = {"/staff/barriers/new": _("Log a barrier"), "/staff/cases/new": _("Add a case")}
#: Fields that best tell what somebody was writing, the best first.
_TELLING = ("working_title", "title_sv", "title_en", "working_summary", "summary_sv", "identifier")
_OWN = frozenset({"version", "base", "csrf_token", "code", "then"})


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Something that was typed: the form's address and name, and the beginning of what it holds."""

    form: str
    name: str
    typed: str
    saved_at: datetime


def shown_kept(drafts: Iterable[FormDraft]) -> list[Kept]:
    """Put what was kept into the reader's language."""
    return [
        Kept(
            form=draft.form,
            name=form_name(draft.form),
            typed=_typed(draft.data),
            saved_at=draft.saved_at,
        )
        for draft in drafts
    ]


def form_name(path: str) -> str:
    """Say which form is sent to *path*; its address where it has no name."""
    if path in _NEW:
        return gettext(_NEW[path])
    edit, text, case = _EDIT.match(path), _TEXT.match(path), _CASE.match(path)
    if edit and edit[2] in SECTIONS:
        return f"{edit[1]}: {gettext(SECTIONS[edit[2]])}"
    if text:
        return gettext("The public text of %(code)s") % {"code": text[1]}
    return gettext("Edit %(code)s") % {"code": case[1]} if case else path


def _typed(data: dict[str, list[str]]) -> str:
    names = [*_TELLING, *(name for name in data if name not in _OWN)]
    found = (" ".join(data.get(name, [""])[0].split()) for name in names if data.get(name))
    text = next(filter(None, found), "")
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …"
