"""Closing the account of somebody who leaves, for administrators."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.queries import get_user, list_members
from kb.errors import Conflict
from kb.models import User
from kb.security.permissions import Permission
from kb.web.errors import sentence_of
from kb.web.i18n import gettext
from kb.work.area_views import area
from kb.work.leaving_forms import LeavingForm
from kb.work.leaving_operations import close_account
from kb.work.leaving_queries import count_owned


@area.staff("/users/<int:number>/close", needs=Permission.USER_MANAGE, methods=("GET", "POST"))
def leaving(number: int) -> ResponseReturnValue:
    """Say what closing an account comes to, ask who takes over, and close it."""
    user = get_user(g.session, number)
    form = _form(user)
    if request.method == "GET":
        return _page(user, form)
    if not form.validate():
        return _page(user, form), 422
    chosen = form.successor.data
    try:
        close_account(
            g.session, g.actor, user, get_user(g.session, int(chosen)) if chosen else None
        )
    except Conflict as error:
        form.form_errors.append(sentence_of(error))
        return _page(user, form), 422
    return redirect(url_for("accounts.users", told="saved"), 303)


def _form(user: User) -> LeavingForm:
    form = LeavingForm()
    others = [each for each in list_members(g.session) if each.id != user.id]
    form.successor.choices = [
        ("", gettext("Nobody: they wait for a new owner")),
        *((str(each.id), each.name) for each in others),
    ]
    return form


def _page(user: User, form: LeavingForm) -> str:
    return render_template(
        "work/leaving.html",
        user=user,
        form=form,
        errors=form.errors,
        owned=count_owned(g.session, user),
    )
