"""What is shown beside a form while somebody writes: the law as it is read, and what is alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.similar_queries import SimilarBarrier, list_by_code, list_resting_on
from kb.citations.citing import cite
from kb.clock import today
from kb.errors import Invalid
from kb.law.linking import get_linker
from kb.law.name_queries import get_law_names
from kb.law.reading_queries import KnownLaw, Reading, get_known_law
from kb.search.engine import BrokenIndexError, Query
from kb.security.permissions import Permission
from kb.text.markdown import MAX_CHARACTERS, render
from kb.web.errors import sentence_of
from kb.web.i18n import current_language
from kb.web.services import services
from kb.words import RecordKind

#: How many barriers with similar words are shown.
ALIKE = 5
#: How many references of one text are told.
MOST = 30
_REFERENCE = re.compile(r"(?:[a-z]+-\d{1,6}-reference|legal_basis|secrecy|lifted_by)\Z")


@dataclass(frozen=True, kw_only=True)
class Similar:
    """What the fragment shows: how each reference was read, and the barriers beside this one."""

    readings: list[Reading]
    same_law: list[SimilarBarrier]
    alike: list[SimilarBarrier]
    law: KnownLaw


@area.staff("/similar", needs=Permission.INTERNAL_READ, methods=("POST",))
def similar() -> ResponseReturnValue:
    """How what is typed as law is read, and which barriers rest on it or sound the same."""
    texts = [
        text.strip()
        for name in request.form
        if _REFERENCE.match(name)
        for text in request.form.getlist(name)
        if text.strip()
    ]
    title = request.form.get("working_title", "")
    found = similar_to(texts, title, without=request.form.get("code", ""))
    return render_template(
        "barriers/edit/similar.html",
        similar=found,
        title=title,
        summary=request.form.get("working_summary", ""),
    )


@area.staff("/references", needs=Permission.INTERNAL_READ, methods=("POST",))
def references() -> ResponseReturnValue:
    """How the references of one field are read while it is typed, those nobody knows as well."""
    text = request.form.get(request.form.get("field", ""), "")[:MAX_CHARACTERS]
    law = get_law_names(g.session)
    known = get_known_law(g.session)
    found = cite(text, law.names, as_of=today())
    return render_template(
        "barriers/edit/references.html",
        found=list(dict.fromkeys((each.text, each.keys[0]) for each in found if each.keys))[:MOST],
        unknown=list(dict.fromkeys(each.text for each in found if not each.keys))[:MOST],
        law=known,
        acts=law.acts | known.acts.keys(),
    )


@area.staff("/preview", needs=Permission.INTERNAL_READ, methods=("POST",))
def preview() -> ResponseReturnValue:
    """The text of one field as it will be read."""
    text = request.form.get(request.form.get("field", ""), "")
    try:
        shown, sentence = render(text, get_linker(g.session, current_language())), ""
    except Invalid as error:
        shown, sentence = "", sentence_of(error)
    return render_template("barriers/edit/preview.html", shown=shown, sentence=sentence)


def similar_to(texts: Iterable[str], title: str, *, without: str = "") -> Similar:
    """What lies close to a barrier that rests on the references *texts* and is called *title*."""
    law = get_known_law(g.session)
    readings = [law.read(text) for text in dict.fromkeys(texts)]
    keys = [key for reading in readings for key in reading.keys]
    same_law = list_resting_on(g.session, g.actor, keys, without=without)
    seen = {without, *(each.code for each in same_law)}
    codes = [code for code in _alike(title) if code not in seen]
    return Similar(
        readings=readings,
        same_law=same_law,
        alike=list_by_code(g.session, g.actor, codes[:ALIKE]),
        law=law,
    )


def _alike(title: str) -> list[str]:
    """Codes of barriers whose words are like *title*; none while the index is being mended."""
    if not title.strip():
        return []
    query = Query(text=title, kinds=(RecordKind.BARRIER,), limit=2 * ALIKE)
    try:
        return [hit.code for hit in services().internal_index.search(query).hits]
    except BrokenIndexError:
        return []
