"""What is typed is kept while it is being written, and thrown away when its writer says so."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.accounts.area_views import area
from kb.accounts.draft_operations import drop_draft, keep_draft
from kb.clock import SWEDEN
from kb.errors import Invalid, NotFound
from kb.security.permissions import Permission
from kb.web.errors import sentence_of
from kb.web.returning import carried, own_address, with_told


@area.staff("/drafts", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def save_draft() -> ResponseReturnValue:
    """Keep what a form holds, and say when, in a line that the page shows beside the form."""
    form = request.args.get("form", "")
    try:
        draft = keep_draft(g.session, g.actor, form, dict(request.form.lists()))
    except Invalid as error:
        return render_template("accounts/draft_refused.html", sentence=sentence_of(error)), 422
    saved_at = draft.saved_at.astimezone(SWEDEN)
    return render_template("accounts/draft_saved.html", saved_at=saved_at)


@area.staff("/drafts/drop", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def throw_away() -> ResponseReturnValue:
    """Throw away what was typed, and show the form as it is without it."""
    form = request.form.get("form", "")
    drop_draft(g.session, g.actor, form)
    back = request.form.get("back", "") or form
    return redirect(with_told(own_address(back), "draft-dropped"), 303)


@area.staff("/drafts/carried", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def keep_carried() -> ResponseReturnValue:
    """Keep what was typed in a form that came without our token, once its writer has said so."""
    kept = carried(request.form.get("carried", ""), g.actor.user_id)
    if kept is None:
        raise NotFound("There is nothing left to keep.")
    keep_draft(g.session, g.actor, kept.path, kept.fields)
    return redirect(kept.back, 303)
