"""Taking a second factor away, for administrators."""

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.queries import get_user
from kb.models import User
from kb.security.permissions import Permission
from kb.web.i18n import gettext
from kb.web.letters import speaking
from kb.web.services import services
from kb.work.area_views import area
from kb.work.second_factor_operations import Notice, take_second_factor


@area.staff("/users/<int:number>/second-factor", needs=Permission.USER_MANAGE, methods=("POST",))
def take_factor(number: int) -> ResponseReturnValue:
    """Take the second factor away from somebody who has lost the phone."""
    user = get_user(g.session, number)
    has_mail = bool(services().settings.smtp_url)
    take_second_factor(g.session, g.actor, user, _notice(user) if has_mail else None)
    return redirect(url_for("accounts.user", number=number, told="second-factor-taken"), 303)


def _notice(user: User) -> Notice:
    with speaking(user.language):
        site = services().settings.site_name
        paragraphs = (
            gettext("Hello %(name)s,") % {"name": user.name},
            gettext(
                "An administrator has taken away the second factor of your account at %(site)s. "
                "Your password alone now lets you in."
            )
            % {"site": site},
            gettext("If you did not ask for that, change your password and tell an administrator."),
        )
        subject = gettext("Your second factor at %(site)s") % {"site": site}
    return Notice(subject, "\n\n".join(paragraphs) + "\n")
