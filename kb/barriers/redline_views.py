"""Redlines of a barrier: the present words of its provisions beside those that we propose."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.redline_forms import WordingForm
from kb.barriers.redline_operations import WordingDraft
from kb.barriers.redline_operations import propose_wording as save_wording
from kb.barriers.redline_queries import is_section, list_proposed
from kb.barriers.staff_queries import get_barrier
from kb.errors import Invalid
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.law.text_queries import map_texts
from kb.models import Barrier
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web.addresses import staff_path, with_query
from kb.web.i18n import gettext
from kb.web.moving import put_error


@area.staff("/barriers/<code>/redline", needs=Permission.INTERNAL_READ)
def redline(code: str) -> ResponseReturnValue:
    """Every provision that the barrier rests on, with what is proposed; printable."""
    barrier = get_barrier(g.session, g.actor, code)
    return render_template(
        "barriers/redline.html",
        barrier=barrier,
        provisions=list_proposed(g.session, barrier),
        law=get_known_law(g.session),
        may_propose=can(g.actor, Permission.ADVOCACY_WORK),
    )


@area.staff(
    "/barriers/<code>/redline/edit", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST")
)
def propose_wording(code: str) -> ResponseReturnValue:
    """Propose how one provision should read; the form begins with its present words."""
    barrier = get_barrier(g.session, g.actor, code)
    law = get_known_law(g.session)
    form = WordingForm()
    if request.method == "GET":
        key = request.args.get("key", "")
        _open(form, barrier, law, key if is_section(key) else "")
        return _page(form, barrier)
    if form.opened_version and form.opened_version != barrier.version:
        form.form_errors.append(
            gettext("Somebody else has saved the barrier. See what it says now, then save again.")
        )
        form.version.data = str(barrier.version)
        return _page(form, barrier), 409
    if not form.validate():
        return _page(form, barrier), 422
    keys = law.read(form.reference.data or "").keys
    try:
        save_wording(
            g.session,
            g.actor,
            barrier,
            WordingDraft(
                key=keys[0] if len(keys) == 1 else "",
                wording=form.wording.data or "",
                reason=form.reason.data or "",
            ),
        )
    except Invalid as error:
        put_error(form, error)
        return _page(form, barrier), 422
    return redirect(with_query(staff_path("barrier", code, "redline"), {"told": "saved"}), 303)


def _open(form: WordingForm, barrier: Barrier, law: KnownLaw, key: str) -> None:
    """Fill the form in with what is proposed for *key* already, else with its present words."""
    known = next((each for each in barrier.proposed_wordings if each.key == key), None)
    text = map_texts(g.session, [key]).get(key)
    form.reference.data = law.typed(key) if key else ""
    form.wording.data = known.wording if known else (text.words if text else "")
    form.reason.data = known.reason if known else ""
    form.open_at(barrier.version)


def _page(form: WordingForm, barrier: Barrier) -> str:
    return render_template("barriers/wording.html", form=form, errors=form.errors, barrier=barrier)
