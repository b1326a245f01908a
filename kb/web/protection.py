"""What guards every answer: limits on what comes in, headers on what goes out."""

import gzip
from hashlib import sha256

from flask import Flask, Response, request

from kb.errors import Invalid, NotFound
from kb.web.devices import is_known_device
from kb.web.incoming import Incoming
from kb.web.login import current_member, has_ended, is_private

#: Longest query string that is read at all, in bytes; a search of 200 letters needs far less.
MAX_QUERY_BYTES = 4_096
#: Largest body that is read, in bytes: of a stranger's form, of a member's, of a file that comes
#: in, and of the form for signing in when it carries what a member had typed.
MAX_BYTES = 64 * 1024
MAX_MEMBER_BYTES = 4 * 1024 * 1024
MAX_FILE_BYTES = 11 * 1024 * 1024
MAX_CARRIED_BYTES = 6 * 1024 * 1024
#: Most fields of a form: of a stranger's, and of a member's, who may choose 1,000 rows at a time.
MAX_FIELDS = 1_000
MAX_MEMBER_FIELDS = 5_000
#: Where a member sends larger files than elsewhere.
_FILES = "/staff/import"
_CARRYING = ("/login", "/login/code")
#: Answers shorter than this, in bytes, are sent as they are.
MIN_GZIP_BYTES = 1_024
_RAW = frozenset({"font/woff2"})
STATIC_SECONDS = 365 * 24 * 3600

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


def install(app: Flask) -> None:
    """Put the limits before and the headers after every request of *app*."""
    app.request_class = Incoming
    app.before_request(_limit)
    app.after_request(_finish)


def _limit() -> None:
    if "\x00" in request.path:
        # PostgreSQL refuses the character, and no address of ours holds it.
        raise NotFound("There is no such page.")
    if len(request.query_string) > MAX_QUERY_BYTES:
        raise Invalid("query", "The address is too long.")
    most = _most_bytes()
    request.max_content_length = most
    request.max_form_memory_size = most
    request.max_form_parts = MAX_FIELDS if most == MAX_BYTES else MAX_MEMBER_FIELDS


def _most_bytes() -> int:
    """How large the body may be: strangers have little to say.

    Whoever had typed much when their sign-in ended is known by the device: any other cookie could
    be made up by a stranger.
    """
    if current_member() is not None:
        return MAX_FILE_BYTES if request.path.startswith(_FILES) else MAX_MEMBER_BYTES
    if request.path.startswith("/staff/") and has_ended() and is_known_device():
        return MAX_MEMBER_BYTES
    if request.path in _CARRYING and is_known_device():
        return MAX_CARRIED_BYTES
    return MAX_BYTES


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000")
    if request.endpoint == "static":
        return _keep(response)
    response.vary.add("Cookie")
    if is_private():
        response.headers["Cache-Control"] = "private, no-store"
        return _compress(response)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if response.status_code == 200 and response.mimetype not in _RAW:
        response.set_etag(sha256(response.get_data()).hexdigest()[:32], weak=True)
        response.make_conditional(request)
    return _compress(response)


def _keep(response: Response) -> Response:
    """A file whose address names its content never changes; any other is asked for again."""
    if "v" in request.args and response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
    if response.status_code != 200 or response.mimetype == "font/woff2":
        return response
    response.direct_passthrough = False
    return _compress(response)


def _compress(response: Response) -> Response:
    """Compress for readers who take it.

    Public pages hold no secret that could be guessed by size; those of staff hold the token of
    their forms, so what another site asks for in their name is sent as it is.
    """
    response.vary.add("Accept-Encoding")
    is_own = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    wanted = request.accept_encodings["gzip"] > 0 and (is_own or current_member() is None)
    if not wanted or response.status_code == 304 or response.content_encoding:
        return response
    body = response.get_data()
    if len(body) >= MIN_GZIP_BYTES:
        response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
        response.content_encoding = "gzip"
    return response
