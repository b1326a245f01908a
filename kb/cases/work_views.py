"""The staff's page of a case."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.cases.area_views import area
from kb.cases.staff_queries import get_case
from kb.inbox.queries import is_following
from kb.publication.desk_queries import get_publication
from kb.records.note_queries import list_notes, map_unknown
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web.addresses import staff_path
from kb.web.drafts import kept_text


@area.staff("/cases/<code>", needs=Permission.INTERNAL_READ)
def work(code: str) -> ResponseReturnValue:
    """One case as we know it, with notes."""
    case = get_case(g.session, g.actor, code)
    notes = list_notes(g.session, g.actor, case)
    return render_template(
        "cases/work.html",
        case=case,
        notes=notes,
        unknown=map_unknown(g.session, g.actor, notes),
        typed_note=kept_text(staff_path("case", case.code, "notes")),
        publication=get_publication(g.session, case).state,
        is_followed=is_following(g.session, g.actor, case),
        may_edit=can(g.actor, Permission.CASE_EDIT),
        reader_id=g.actor.user_id,
    )
