"""Who works here, for administrators: inviting, changing roles, opening accounts again."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.admin_operations import (
    MemberDraft,
    change_role,
    invite,
    invite_again,
    purpose_for,
    reopen,
)
from kb.accounts.area_views import area
from kb.accounts.forms import InviteForm, RoleForm
from kb.accounts.letter_operations import Letter, write_letter
from kb.accounts.queries import get_user, list_users
from kb.accounts.second_factor_queries import find_second_factor
from kb.accounts.token_operations import INVITATION_DAYS, RESET_HOURS, new_token
from kb.errors import Conflict, Invalid
from kb.models import User
from kb.security.permissions import Permission
from kb.web.errors import sentence_of
from kb.web.i18n import gettext, ngettext
from kb.web.letters import link_to, speaking
from kb.web.services import services
from kb.words import Language, Purpose, Role


@area.staff("/users", needs=Permission.USER_MANAGE, methods=("GET", "POST"))
def users() -> ResponseReturnValue:
    """Everybody who has an account, and the form that invites one more."""
    if request.method == "GET":
        return _list(InviteForm(formdata=None))
    form = InviteForm()
    if not form.validate():
        return _list(form), 422
    values = form.values()
    draft = MemberDraft(
        email=values["email"],
        name=values["name"],
        role=Role(values["role"]),
        language=Language(values["language"] or Language.SV),
    )
    token = new_token()
    try:
        user = invite(g.session, g.actor, draft, token)
    except Invalid as error:
        form[error.field].errors = [sentence_of(error)]
        return _list(form), 422
    return _send(user, token)


@area.staff("/users/<int:number>", needs=Permission.USER_MANAGE)
def user(number: int) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    found = get_user(g.session, number)
    return _one(found, RoleForm(formdata=None, data={"role": found.role.value}))


@area.staff("/users/<int:number>/role", needs=Permission.USER_MANAGE, methods=("POST",))
def give_role(number: int) -> ResponseReturnValue:
    """Give somebody another role; they have to sign in again."""
    found = get_user(g.session, number)
    form = RoleForm()
    if not form.validate():
        return _one(found, form), 422
    try:
        change_role(g.session, g.actor, found, Role(form.role.data))
    except Conflict as error:
        form.role.errors = [sentence_of(error)]
        return _one(found, form), 422
    return _told(found, "saved")


@area.staff("/users/<int:number>/reopen", needs=Permission.USER_MANAGE, methods=("POST",))
def open_again(number: int) -> ResponseReturnValue:
    """Open a closed account again."""
    found = get_user(g.session, number)
    reopen(g.session, g.actor, found)
    return _told(found, "saved")


@area.staff("/users/<int:number>/link", needs=Permission.USER_MANAGE, methods=("POST",))
def send_link(number: int) -> ResponseReturnValue:
    """Send somebody a new link, in place of those they have been sent."""
    found = get_user(g.session, number)
    token = new_token()
    invite_again(g.session, g.actor, found, token)
    return _send(found, token)


def _send(found: User, token: str) -> ResponseReturnValue:
    """Write the letter; where no mail is sent, show the link to whoever invites."""
    link = link_to(url_for("accounts.password", token=token))
    if not services().settings.smtp_url:
        return render_template("accounts/link.html", user=found, link=link)
    write_letter(g.session, found, token, purpose_for(found), _letter(found, link))
    return redirect(url_for("accounts.users", told="invited"), 303)


def _letter(found: User, link: str) -> Letter:
    with speaking(found.language):
        site = services().settings.site_name
        paragraphs = (
            gettext("Hello %(name)s,") % {"name": found.name},
            gettext("You have been sent a link to choose a password to %(site)s.") % {"site": site},
            gettext("Choose it here:"),
            link,
            _lasts(purpose_for(found)),
        )
        subject = gettext("Your account at %(site)s") % {"site": site}
    return Letter(subject, "\n\n".join(paragraphs) + "\n")


def _lasts(purpose: Purpose) -> str:
    """Say how long a link is good for."""
    if purpose is Purpose.INVITATION:
        return gettext("The link works once, within %(num)s days.") % {"num": INVITATION_DAYS}
    return ngettext(
        "The link works once, within %(num)s hour.",
        "The link works once, within %(num)s hours.",
        RESET_HOURS,
    ) % {"num": RESET_HOURS}


def _list(form: InviteForm) -> str:
    return render_template(
        "accounts/users.html", users=list_users(g.session), form=form, errors=form.errors
    )


def _one(found: User, form: RoleForm) -> str:
    return render_template(
        "accounts/user.html",
        user=found,
        form=form,
        errors=form.errors,
        is_self=found.id == g.actor.user_id,
        has_second_factor=find_second_factor(g.session, found.id) is not None,
    )


def _told(found: User, word: str) -> ResponseReturnValue:
    return redirect(url_for("accounts.user", number=found.id, told=word), 303)
