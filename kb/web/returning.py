"""Where somebody goes after signing in, and what they had typed when their sign-in ended.

What was typed is carried through the form for signing in as one signed value: nothing of a
stranger's is kept here, and what comes back is what was sent. The value names the account that
typed it and is dropped for anybody else. Forms that may hold a secret are not carried at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from kb.accounts.draft_queries import may_be_kept

#: Where one goes when no other place is known.
HOME = "/staff/"
#: How long what was typed can be carried, in seconds.
CARRIED_SECONDS = 24 * 3600
#: Longest address that one is sent back to.
MAX_ADDRESS = 2_000
#: Browsers leave some of these out, or read a backslash as a slash.
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NEVER = ("/login", "/logout", "/password/", "/forgot")


@dataclass(frozen=True)
class Carried:
    """What *account_id* had typed in the form that is sent to *path*, and the page it stood on."""

    account_id: int
    path: str
    back: str
    fields: Mapping[str, Sequence[str]]


def own_address(text: str, otherwise: str = HOME) -> str:
    """Return *text* when it is an address of a page of ours, else *otherwise*."""
    if len(text) > MAX_ADDRESS or _UNSAFE.search(text):
        return otherwise
    if not text.startswith("/") or text.startswith(("//", *_NEVER)):
        return otherwise
    return text


def with_told(address: str, word: str) -> str:
    """Let the page at *address*, one of ours, say first what ``kb.web.told`` has for *word*.

    What it had to say before is left out; the rest of the query and the place on the page stay.
    """
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "told"]
    return urlunsplit(("", "", parts.path, urlencode([*kept, ("told", word)]), parts.fragment))


def address_asked_for() -> str:
    """The address of the request, with its query."""
    query = request.query_string.decode("ascii", "replace")
    return own_address(f"{request.path}?{query}" if query else request.path)


def carry(account_id: int | None) -> str:
    """Sign what *account_id* had typed, for ``carried`` to read.

    Empty when there is nothing to keep, when it may not be kept, and when nobody knows who typed
    it. Files are not carried: the browser must be shown them again.
    """
    try:
        fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    except RequestEntityTooLarge:
        return ""
    if not fields or account_id is None or not may_be_kept(request.path, fields):
        return ""
    return _serializer().dumps([account_id, request.path, _page(), fields])


def carried(value: str, account_id: int | None) -> Carried | None:
    """Read what ``carry`` signed, for the account that typed it.

    None when it is too old, changed or nothing, and for whoever is not *account_id*.
    """
    try:
        typed_by, form, back, fields = _serializer().loads(value, max_age=CARRIED_SECONDS)
    except (BadData, ValueError):
        return None
    if typed_by != account_id:
        return None
    return Carried(typed_by, form, own_address(back), fields)


def _page() -> str:
    """The page that the form stands on: where it is sent to, or where the browser came from."""
    if _is_shown(request.path):
        return address_asked_for()
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host and _is_shown(came_from.path):
        return own_address(came_from.path)
    return HOME


def _is_shown(path: str) -> bool:
    """Whether there is a page at *path*."""
    adapter: Any = current_app.create_url_adapter(request)
    try:
        adapter.match(path, method="GET")
    except HTTPException:
        return False
    return True


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="carried")
