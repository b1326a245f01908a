"""One's own account: name, language, letters, password, and where one is signed in."""

from collections.abc import Mapping

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.admin_operations import OwnChoices, save_choices
from kb.accounts.area_views import area
from kb.accounts.forms import AccountForm, ChangePasswordForm
from kb.accounts.operations import begin_sign_in, end_other_sign_ins, end_sign_in
from kb.accounts.queries import get_user, list_sign_ins
from kb.accounts.second_factor_queries import find_second_factor
from kb.accounts.token_operations import change_password, compare_old, weigh_change
from kb.errors import Invalid
from kb.models import User
from kb.security.permissions import Permission
from kb.web.errors import sentence_of
from kb.web.login import current_member, set_lasting_cookie, sign_in_with
from kb.web.routing import keep_changes
from kb.web.services import services
from kb.words import Digest, Language


@area.staff("/account", needs=Permission.ACCOUNT_KEEP, methods=("GET", "POST"))
def account() -> ResponseReturnValue:
    """What one has chosen for one's own account, to read and to change."""
    user = _own()
    if request.method == "GET":
        return _page(user)
    form = AccountForm()
    if not form.validate():
        return _page(user, choices=form), 422
    values = form.values()
    choices = OwnChoices(
        name=values["name"],
        language=Language(values["language"] or user.language),
        digest=Digest(values["digest"] or user.digest),
    )
    save_choices(g.session, g.actor, user, choices)
    answer = make_response(_told("saved"))
    # A language that was kept in the browser would hide the one just chosen.
    set_lasting_cookie(answer, "language", "", days=0)
    return answer


@area.staff("/account/password", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def change_own_password() -> ResponseReturnValue:
    """Change one's own password; every other sign-in ends, and this one gets a new cookie."""
    form = ChangePasswordForm()
    if not form.validate():
        return _page(_own(), password=form), 422
    try:
        user = _change_password(form.values())
    except Invalid as error:
        form[error.field].errors = [sentence_of(error)]
        return _page(_own(), password=form), 422
    browser = request.headers.get("User-Agent", "")
    sign_in_with(begin_sign_in(g.session, user, address=request.remote_addr or "", browser=browser))
    return _told("password-changed")


@area.staff("/account/sign-ins/<int:number>/end", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def end_one(number: int) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    end_sign_in(g.session, g.actor, number)
    return _told("sign-in-ended")


@area.staff("/account/sign-ins/end-others", needs=Permission.ACCOUNT_KEEP, methods=("POST",))
def end_others() -> ResponseReturnValue:
    """End every sign-in of one's own but the one in use."""
    end_other_sign_ins(g.session, g.actor, _sign_in_id())
    return _told("sign-in-ended")


def _page(
    user: User, *, choices: AccountForm | None = None, password: ChangePasswordForm | None = None
) -> str:
    data = {"name": user.name, "language": user.language.value, "digest": user.digest.value}
    return render_template(
        "accounts/account.html",
        user=user,
        choices=choices or AccountForm(formdata=None, data=data),
        password=password or ChangePasswordForm(formdata=None),
        sign_ins=list_sign_ins(g.session, g.actor),
        own_sign_in=_sign_in_id(),
        has_second_factor=find_second_factor(g.session, user.id) is not None,
    )


def _change_password(values: Mapping[str, str]) -> User:
    """Read, compare and hash, then write: the hashing takes long and must hold no lock."""
    site_name = services().settings.site_name
    with services().database.reading() as session:
        user = weigh_change(session, g.actor)
    change = compare_old(user, values["old"], values["password"], site_name=site_name)
    # A wrong password of today counts, though it is answered with a refusal.
    keep_changes()
    return change_password(g.session, g.actor, change)


def _own() -> User:
    return get_user(g.session, g.actor.user_id)


def _sign_in_id() -> int:
    member = current_member()
    return member.sign_in_id if member is not None else 0


def _told(word: str) -> ResponseReturnValue:
    return redirect(url_for("accounts.account", told=word), 303)
