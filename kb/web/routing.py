"""Routes that name their permission: what has none is never served.

A page opens a session, sets who asks, demands the route's permission and closes the session again.
Asking (GET) gets a session that cannot write; sending (POST) one that is committed once, here, when
the view has ended well. Public pages carry their language first in the address.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map

from kb.security.actor import ANONYMOUS
from kb.security.permissions import Permission
from kb.security.rules import can, demand
from kb.web.i18n import current_language
from kb.web.login import check_form, current_actor, must_set_up
from kb.web.services import services
from kb.words import Language

View = Callable[..., ResponseReturnValue]

_LANGUAGES = ", ".join(Language)
#: Endpoints that belong to Flask itself and serve nothing of ours but static files.
_OWN = frozenset({"static"})
#: Databases number rows no further.
LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """A whole number in an address, no larger than databases number rows with."""

    def __init__(self, map: Map, **limits: Any) -> None:  # noqa: A002  # the name is the library's
        super().__init__(map, **{"max": LARGEST_ROW, **limits})


class SignInNeededError(Exception):
    """Staff only, and nobody is signed in; whoever was may have typed something."""


class SetUpNeededError(Exception):
    """Staff only, and whoever is signed in has to set up a second factor first."""


@dataclass(frozen=True)
class Guard:
    """What is asked of a request before its view is."""

    needs: Permission
    #: A form that is sent must hold our token.
    is_form: bool = True
    #: Members who have to set up a second factor are let in before that is done.
    is_first: bool = False


class Area:
    """The pages of one area."""

    def __init__(self, name: str) -> None:
        self.blueprint = Blueprint(name, __name__)

    def page(self, rule: str, *, needs: Permission) -> Callable[[View], View]:
        """Serve a view at ``/sv`` and ``/en`` followed by *rule*, to those who hold *needs*.

        The language is taken out of the address and stands in ``g.language``.
        """
        return self._serve(f"/<any({_LANGUAGES}):lang>{rule}", Guard(needs))

    def resource(
        self,
        rule: str,
        *,
        needs: Permission,
        methods: Sequence[str] = ("GET",),
        is_form: bool = True,
        is_first: bool = False,
    ) -> Callable[[View], View]:
        """Serve a view at *rule*, which has no language, to those who hold *needs*.

        What *is_first* is served to members who have to set up a second factor as well.

        What is sent to a rule that is no form of ours comes from programs that cannot know our
        token, such as the one-click unsubscribing of mail programs (RFC 8058): none is asked for,
        so the address itself must prove the right to what it does.
        """
        guard = Guard(needs, is_form=is_form, is_first=is_first)
        return self._serve(rule, guard, methods)

    def staff(
        self,
        rule: str,
        *,
        needs: Permission,
        methods: Sequence[str] = ("GET",),
        is_first: bool = False,
    ) -> Callable[[View], View]:
        """Serve a view at ``/staff`` followed by *rule*, to those who hold *needs*."""
        return self._serve(f"/staff{rule}", Guard(needs, is_first=is_first), methods)

    def _serve(
        self, rule: str, guard: Guard, methods: Sequence[str] = ("GET",)
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            guarded = getattr(view, "guarded", None) or _guard(view, guard)
            if getattr(guarded, "needs", None) is not guard.needs:
                raise RuntimeError(f"{view.__name__} names two permissions.")
            self.blueprint.add_url_rule(rule, view.__name__, guarded, methods=list(methods))
            # Kept on the bare view, so that a second address of it shares one endpoint.
            view.guarded = guarded  # type: ignore[attr-defined]
            return view

        return register


def install(app: Flask, areas: list[Area]) -> None:
    """Register *areas*; raises RuntimeError for an endpoint that names no permission."""
    app.url_map.converters["int"] = RowNumber
    for area in areas:
        app.register_blueprint(area.blueprint)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    for endpoint, view in app.view_functions.items():
        if endpoint not in _OWN and not hasattr(view, "needs"):
            raise RuntimeError(f"The endpoint {endpoint} names no permission.")


def keep_changes() -> None:
    """Commit what the view changed even when its answer is a refusal: a failed sign-in counts."""
    g.keeps_changes = True


def _guard(view: View, guard: Guard) -> View:
    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        g.actor = current_actor()
        is_public = can(ANONYMOUS, guard.needs)
        if g.actor is ANONYMOUS and not is_public:
            raise SignInNeededError
        if must_set_up() and not (is_public or guard.is_first):
            raise SetUpNeededError
        is_sent = request.method not in ("GET", "HEAD", "OPTIONS")
        if is_sent and guard.is_form:
            check_form()
        demand(g.actor, guard.needs)
        database = services().database
        with (database.writing if is_sent else database.reading)() as session:
            g.session = session
            answer = make_response(view(**values))
            if is_sent and (answer.status_code < 400 or "keeps_changes" in g):
                session.commit()
            return answer

    guarded.needs = guard.needs  # type: ignore[attr-defined]
    return guarded


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language = Language(values.pop("lang"))


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language().value
