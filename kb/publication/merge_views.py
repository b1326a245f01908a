"""The page on which a barrier is merged with another: both side by side before it is done."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.staff_queries import get_barrier
from kb.errors import Conflict, Invalid, NotFound
from kb.models import Barrier
from kb.publication.area_views import area
from kb.publication.desk_forms import MergeForm
from kb.publication.desk_queries import find_standing
from kb.publication.merge_operations import merge_barrier
from kb.security.permissions import Permission
from kb.security.rules import demand, ties_to
from kb.security.transitions import Machine
from kb.web.addresses import staff_path, with_query
from kb.web.clashes import put_clash, read_again, status_of
from kb.web.drafts import drop, keep_while_writing, left_unsaved
from kb.web.i18n import gettext
from kb.web.moving import asked_way, put_error


@area.staff("/barriers/<code>/merge", needs=Permission.BARRIER_MERGE, methods=("GET", "POST"))
def merge(code: str) -> ResponseReturnValue:
    """Say that the barrier is the same as another, which lives on."""
    barrier = get_barrier(g.session, g.actor, code)
    way, clash = asked_way(Machine.BARRIER, barrier.work_state, "merge")
    demand(g.actor, way.permission, ties_to(g.actor, barrier))
    form = left_unsaved(MergeForm)
    keep_while_writing(form)
    if clash is not None:
        put_clash(form, clash, staff_path("barrier", barrier.code))
    elif request.method == "GET":
        named = " ".join(request.args.get("survivor", "").split())[:80]
        form.survivor.data = named or form.survivor.data
    elif form.validate():
        try:
            survivor = merge_barrier(
                g.session, g.actor, barrier, form.survivor.data or "", form.reason.data or ""
            )
        except Invalid as error:
            put_error(form, error)
        except Conflict as error:
            barrier = read_again(lambda: get_barrier(g.session, g.actor, code))
            put_clash(form, error, staff_path("barrier", barrier.code, "history"))
        else:
            drop()
            address = staff_path("barrier", survivor.code)
            return redirect(with_query(address, {"told": "barrier-merged"}), 303)
    body = render_template(
        "publication/merge.html",
        barrier=barrier,
        other=_other(form, barrier),
        form=form,
        errors=form.errors,
        is_public=find_standing(g.session, barrier) is not None,
    )
    return body, status_of(form)


def _other(form: MergeForm, barrier: Barrier) -> Barrier | None:
    """The barrier that is named in the form; None for none, with an error when it is wrong."""
    named: str = form.survivor.data or ""
    if not named or form.survivor.errors:
        return None
    try:
        found = get_barrier(g.session, g.actor, named)
    except NotFound:
        form.survivor.errors = [gettext("There is no barrier with this code.")]
        return None
    if found.id == barrier.id:
        form.survivor.errors = [gettext("A barrier cannot be merged with itself.")]
        return None
    return found
