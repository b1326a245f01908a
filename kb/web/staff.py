"""What pages of the staff show around their content: the way to the work, and who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from kb.accounts.queries import list_members
from kb.inbox.queries import count_unread
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web.addresses import with_query
from kb.web.i18n import current_language, gettext, other_language
from kb.web.labels import label
from kb.web.login import current_member
from kb.web.people import Colleague, colleagues
from kb.web.services import services
from kb.web.told import told


@dataclass(frozen=True)
class NavItem:
    """A link to one part of the work; *count* is how many things wait there, None for no number."""

    #: The letter that leads there after ``g``.
    key: str
    url: str
    label: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class ShownMember:
    """Whoever is signed in, as the menu shows them."""

    name: str
    role_label: str
    account_url: str
    logout_url: str


def install(app: Flask) -> None:
    """Let every template of *app* show the staff's menu."""
    app.context_processor(_names)


def shown_member() -> ShownMember | None:
    """Whoever is signed in; None for the public."""
    member = current_member()
    if member is None:
        return None
    return ShownMember(
        name=member.user.name,
        role_label=label(member.user.role, "role"),
        account_url=url_for("accounts.account"),
        logout_url=url_for("accounts.sign_out"),
    )


def shown_colleagues() -> Sequence[Colleague]:
    """Everybody whom a note can call upon; nobody for the public."""
    if current_member() is None:
        return ()
    with services().database.reading() as session:
        return colleagues(list_members(session))


def staff_nav() -> Sequence[NavItem]:
    """The parts of the work, in the order in which they are shown."""
    member = current_member()
    if member is None:
        return ()
    if "staff_nav" not in g:
        # A session of its own: an error page shows the menu too, when the view's own has ended.
        with services().database.reading() as session:
            unread = count_unread(session, member.actor)
        g.staff_nav = [
            _item("t", "work.home", gettext("Tasks")),
            _item("b", "work.barriers", gettext("Barriers")),
            _item("m", "matters.staff_index", gettext("Matters")),
            _item("c", "consultations.index", gettext("Consultations")),
            _item("k", "calendar.staff_deadlines", gettext("Deadlines")),
            _item("p", "insights.staff_asks", gettext("Asks")),
            _item("d", "work.drafts", gettext("Drafts")),
            _item("i", "inbox.inbox", gettext("Inbox"), unread),
        ]
        if can(member.actor, Permission.USER_MANAGE):
            g.staff_nav.append(_item("a", "work.administration", gettext("Administration")))
    items: Sequence[NavItem] = g.staff_nav
    return items


def _item(key: str, endpoint: str, text: str, count: int | None = None) -> NavItem:
    url = url_for(endpoint)
    home = url == url_for("work.home")
    is_current = request.path == url or (not home and request.path.startswith(f"{url}/"))
    return NavItem(key, url, text, is_current, count)


def _language_url() -> str | None:
    """Address of the same page in the other language, where the address has no language in it."""
    rule = request.url_rule
    if rule is None or "lang" in rule.arguments:
        return None
    asked = {**request.args.to_dict(flat=False), "lang": other_language(current_language()).value}
    return with_query(request.path, asked)


def _names() -> dict[str, Any]:
    return {
        "member": shown_member,
        "staff_nav": staff_nav,
        "staff_language_url": _language_url(),
        "told": told(),
        "colleagues": shown_colleagues,
    }
