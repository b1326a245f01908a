"""Who asks: the cookie, the sign-in behind it, and what a form needs to prove it is ours.

Readers without an account get no cookie. Whoever opens the page for signing in gets one that only
holds the key of that form; it is signed, since nothing is kept of strangers. Whoever has signed in
gets a random token, of which the database keeps the hash: ending the row ends the sign-in, whatever
copies of the cookie there are.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import flask_login
from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import BadData, BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import RequestEntityTooLarge

from kb.accounts.operations import SEEN_MINUTES, note_use
from kb.accounts.queries import find_sign_in
from kb.clock import now
from kb.db.session import session_scope
from kb.models import SignIn, User
from kb.security.actor import ANONYMOUS, Actor, member
from kb.web.services import services
from kb.words import Language

#: How long the form for signing in can be used, in seconds.
STRANGER_SECONDS = 3600
_MARK = "s."
#: What Flask-WTF signs the tokens of forms with, beside the secret of the service.
_OF_FORMS = "wtf-csrf-token"


# The library has no types.
class Member(flask_login.UserMixin):  # type: ignore[misc]
    """Who is signed in, as Flask-Login carries it."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in_id = sign_in.id
        self.must_set_up = sign_in.must_set_up
        self.user: User = sign_in.user
        self.id = str(sign_in.user_id)

    @property
    def actor(self) -> Actor:
        """The actor that operations ask about."""
        return member(self.user.id, self.user.name, self.user.role)


class StaffSession(dict[str, Any], SessionMixin):
    """What Flask, Flask-Login and Flask-WTF read as the session."""

    #: The sign-in that the cookie opens; None for strangers.
    sign_in: SignIn | None = None
    modified = False

    def __setitem__(self, name: str, value: Any) -> None:
        """Keep *value*; a stranger's is sent back in the cookie."""
        self.modified = True
        super().__setitem__(name, value)


class StaffSessions(SessionInterface):
    """Sessions in the database for staff, in a signed cookie for whoever is about to sign in."""

    def open_session(self, app: Flask, request: Request) -> StaffSession:
        """Read the cookie; whatever is wrong with it, the reader is a stranger."""
        opened = StaffSession()
        value = request.cookies.get(cookie_name("session"), "")
        if value.startswith(_MARK):
            try:
                token = _serializer(app).loads(value[len(_MARK) :], max_age=STRANGER_SECONDS)
            except BadSignature:
                return opened
            dict.__setitem__(opened, "csrf_token", token)
        elif value:
            _read_sign_in(opened, value)
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send a stranger's form key; a token goes out only when somebody signs in or out."""
        token = g.get("new_token")
        if token is not None:
            _set_cookie(response, "session", token)
            return
        if not isinstance(session, StaffSession) or session.sign_in is not None:
            return
        if session.modified and "csrf_token" in session:
            signed = _serializer(app).dumps(session["csrf_token"])
            _set_cookie(response, "session", _MARK + signed)


csrf = CSRFProtect()
manager = flask_login.LoginManager()


def install(app: Flask) -> None:
    """Let *app* know who asks, and refuse every form that is not ours."""
    app.session_interface = StaffSessions()
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the sign-in behind the key ends by itself
    # ``kb.web.routing`` checks, after it has seen who asks: what somebody typed whose sign-in has
    # ended is kept, not refused.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # Not every browser tells where it comes from; ``check_form`` asks for the origin instead.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_load_member)
    app.after_request(_keep_language)


def check_form() -> None:
    """Refuse a form that another site sent or that lacks our token; raises CSRFError (400)."""
    origin = request.headers.get("Origin")
    if origin is not None and origin not in _own_origins():
        raise CSRFError("The form was sent from another site.")
    csrf.protect()


def typed_by() -> int | None:
    """The account that opened the form that was sent, as its token tells.

    Also when its sign-in has ended since, or another is signed in by now. None where no token of
    ours came with the form, or one that names no account.
    """
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt=_OF_FORMS)
    try:
        key = signer.loads(request.form.get("csrf_token", ""))
    except (BadData, RequestEntityTooLarge):
        return None
    number, point, _random = str(key).partition(".")
    return int(number) if point and number.isascii() and number.isdecimal() else None


def is_private() -> bool:
    """Whether the answer is for one person alone: whoever is signed in, or signs in or out."""
    return (
        getattr(session, "sign_in", None) is not None
        or getattr(session, "modified", False)
        or "new_token" in g
    )


def has_ended() -> bool:
    """Whether the cookie is one of a sign-in that is no more."""
    value = request.cookies.get(cookie_name("session"), "")
    return bool(value) and not value.startswith(_MARK) and current_member() is None


def current_member() -> Member | None:
    """Whoever is signed in; None for the public."""
    user = flask_login.current_user
    return user if isinstance(user, Member) else None


def must_set_up() -> bool:
    """Whether whoever is signed in has to set up a second factor before anything else."""
    user = current_member()
    return user is not None and user.must_set_up


def current_actor() -> Actor:
    """The actor of the request."""
    user = current_member()
    return user.actor if user else ANONYMOUS


def sign_in_with(token: str) -> None:
    """Send *token* to the browser with the answer: the old cookie is replaced."""
    g.new_token = token


def sign_out() -> None:
    """Take the cookie away with the answer."""
    g.new_token = ""


def cookie_name(purpose: str) -> str:
    """Name of the cookie for *purpose*; the prefix binds it to this host where there is TLS."""
    return f"__Host-hinder-{purpose}" if is_secure() else f"hinder-{purpose}"


def is_secure() -> bool:
    """Whether readers reach the service by TLS, as the public address or the request says."""
    return services().settings.site_url.startswith("https://") or request.is_secure


def set_half_cookie(response: Response, token: str, minutes: int) -> None:
    """Keep the *token* of half a sign-in in the browser; an empty one is taken away."""
    _set_cookie(response, "half", token, max_age=timedelta(minutes=minutes))


def half_token() -> str:
    """The token of half a sign-in that the browser holds; empty when it holds none."""
    return request.cookies.get(cookie_name("half"), "")


def set_lasting_cookie(response: Response, purpose: str, value: str, days: int) -> None:
    """Keep *value* in the browser for *days*: a chosen language, a device that is known."""
    _set_cookie(response, purpose, value, max_age=timedelta(days=days))


def _set_cookie(
    response: Response, purpose: str, value: str, max_age: timedelta | None = None
) -> None:
    if not value:
        max_age = timedelta(0)
    response.set_cookie(
        cookie_name(purpose),
        value,
        max_age=max_age,
        path="/",
        secure=is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _own_origins() -> set[str]:
    """Where our own forms come from: the address that was asked, and the one that is set."""
    own = {request.host_url.rstrip("/")}
    if services().settings.site_url:
        parts = urlsplit(services().settings.site_url)
        own.add(f"{parts.scheme}://{parts.netloc}")
    return own


def _serializer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(app.secret_key), salt="stranger")


def _read_sign_in(opened: StaffSession, token: str) -> None:
    database = services().database
    with database.reading() as reading:
        sign_in = find_sign_in(reading, token)
    if sign_in is None:
        return
    opened.sign_in = sign_in
    dict.update(opened, _user_id=str(sign_in.user_id), _fresh=True, csrf_token=sign_in.form_key)
    if sign_in.seen_at < now() - timedelta(minutes=SEEN_MINUTES):
        with session_scope(database.writing) as writing:
            note_use(writing, sign_in.id)


def _load_member(user_id: str) -> Member | None:
    sign_in = getattr(session, "sign_in", None)
    return Member(sign_in) if sign_in is not None else None


def staff_language() -> Language | None:
    """The language asked for in the address, kept in the browser, or chosen on the account."""
    kept = request.cookies.get(cookie_name("language"), "")
    for word in (request.args.get("lang", ""), kept):
        if word in set(Language):
            return Language(word)
    user = current_member()
    return user.user.language if user else None


def _keep_language(response: Response) -> Response:
    """Remember a language that was chosen on a page whose address has none."""
    asked = request.args.get("lang", "")
    if request.url_rule and "lang" not in request.url_rule.arguments and asked in set(Language):
        set_lasting_cookie(response, "language", asked, days=365)
    return response
