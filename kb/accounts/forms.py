"""Forms of accounts: signing in, choosing a password, one's own choices, inviting people."""

from typing import Any

from wtforms import PasswordField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from kb.accounts.queries import EMAIL_LENGTH
from kb.security.passwords import LONGEST
from kb.web.forms import AtMost, Choice, Line, Needed, StaffForm
from kb.web.i18n import gettext
from kb.web.labels import _

NAME_LENGTH = 200
#: Longer than any code, however it is spaced.
CODE_LENGTH = 80


class Password(PasswordField):
    """A password, exactly as it was typed; it is never sent back."""

    def __init__(self, label: str, autocomplete: str, *validators: Any, **kwargs: Any) -> None:
        keys = {"autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(label, [*validators, AtMost(LONGEST)], render_kw=keys, **kwargs)


class Same:
    """Refuse a second password that is not the first, which stands in the field *other*."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Raise ValidationError when the two differ."""
        if field.data != form[self.other].data:
            raise ValidationError(gettext("The two passwords are not the same."))


class SignInForm(StaffForm):
    """An address and a password."""

    email = Line(
        _("E-mail address"),
        [Needed(_("Write your e-mail address."))],
        limit=EMAIL_LENGTH,
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = Password(_("Password"), "current-password", Needed(_("Write your password.")))


class ForgotForm(StaffForm):
    """The address to which a link is sent."""

    email = Line(
        _("E-mail address"),
        [Needed(_("Write your e-mail address."))],
        limit=EMAIL_LENGTH,
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )


class NewPasswordForm(StaffForm):
    """A password that is chosen, twice."""

    password = Password(
        _("New password"),
        "new-password",
        Needed(_("Write a password.")),
        description=_(
            "At least 12 characters, and better 15. A few words in a row are easy to remember and "
            "hard to guess. Any characters will do, spaces too."
        ),
    )
    again = Password(
        _("New password once more"),
        "new-password",
        Needed(_("Write the password once more.")),
        Same("password"),
    )


class ChangePasswordForm(NewPasswordForm):
    """The password there is, and another twice."""

    old = Password(
        _("Your password today"), "current-password", Needed(_("Write your password of today."))
    )


class CodeForm(StaffForm):
    """A code after the password: of the phone, or on paper."""

    code = Line(
        _("Code"),
        [Needed(_("Write the code."))],
        limit=CODE_LENGTH,
        description=_("Six digits from the app in your phone, or one of your recovery codes."),
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class FirstCodeForm(StaffForm):
    """The first code of a phone, which confirms that it has the secret."""

    code = Line(
        _("Code"),
        [Needed(_("Write the code."))],
        limit=CODE_LENGTH,
        description=_("Six digits, as the app shows them now."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasswordAgainForm(StaffForm):
    """The password once more, from somebody who is signed in."""

    password = Password(_("Your password"), "current-password", Needed(_("Write your password.")))


class BothAgainForm(CodeForm):
    """The password and a code, from somebody who is signed in."""

    password = Password(_("Your password"), "current-password", Needed(_("Write your password.")))


class AccountForm(StaffForm):
    """What everybody chooses for themselves."""

    name = Line(
        _("Name"),
        [Needed(_("Write the name."))],
        limit=NAME_LENGTH,
        render_kw={"autocomplete": "name"},
    )
    language = Choice(_("Language of the staff's pages and of letters"), words="language", empty="")
    digest = Choice(_("Letters about what lies in your inbox"), words="digest", empty="")


class InviteForm(StaffForm):
    """Somebody who is to work here."""

    email = Line(
        _("E-mail address"),
        [Needed(_("Write an e-mail address."))],
        limit=EMAIL_LENGTH,
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )
    name = Line(
        _("Name"),
        [Needed(_("Write the name."))],
        limit=NAME_LENGTH,
        render_kw={"autocomplete": "off"},
    )
    role = Choice(_("Role"), words="role", validators=[Needed(_("Choose a role."))])
    language = Choice(_("Language of the invitation"), words="language", empty="")


class RoleForm(StaffForm):
    """Another role for somebody."""

    role = Choice(_("Role"), words="role", validators=[Needed(_("Choose a role."))], empty="")
