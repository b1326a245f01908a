"""People of the staff for tests: accounts, and clients that are really signed in."""

import re
from html import unescape
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kb.accounts.operations import begin_sign_in
from kb.db.session import session_scope
from kb.models import User
from kb.security.actor import Actor, member
from kb.web.services import EXTENSION
from kb.words import Role

_numbers = count(1)


def make_user(session: Session, role: Role, name: str = "", email: str = "") -> User:
    """An open account without a password."""
    number = next(_numbers)
    email = email or f"person{number}@example.se"
    user = User(
        email=email,
        name=name or f"Person {number}",
        role=role,
        handle=email.partition("@")[0],
    )
    session.add(user)
    session.flush()
    return user


def actor_of(user: User) -> Actor:
    """The actor that *user* is."""
    return member(user.id, user.name, user.role)


def signed_in(app: Flask, user: User) -> FlaskClient:
    """A client whose cookie opens a real sign-in of *user*."""
    database = app.extensions[EXTENSION].database
    with session_scope(database.writing) as session:
        found = session.get_one(User, user.id)
        token = begin_sign_in(session, found, address="127.0.0.1", browser="test")
    client = app.test_client()
    client.set_cookie("hinder-session", token)
    return client


def form_token(client: FlaskClient) -> str:
    """The token that a form of this client carries."""
    from flask import g
    from flask_wtf.csrf import generate_csrf

    cookie = client.get_cookie("hinder-session")
    headers = {"Cookie": f"hinder-session={cookie.value}"} if cookie else {}
    with client.application.test_request_context("/", headers=headers):
        token = generate_csrf()
        g.pop("csrf_token", None)
    return token


def opened_at(client: FlaskClient, url: str) -> dict[str, str]:
    """The version that the form at *url* is opened at, as it would send it along."""
    found = re.search(r'name="version"[^>]*value="([0-9]*)"', client.get(url).text)
    return {"version": found[1]} if found else {}


def fill_in(client: FlaskClient, url: str, data: dict | None = None):
    """Open the form at *url*, and send it as somebody does who has read the page."""
    return send(client, url, {**opened_at(client, url), **(data or {})})


def send(client: FlaskClient, url: str, data: dict | None = None, follow: bool = False):
    """Send a form as the page at *url* would, with the token of the client's sign-in."""
    return client.post(
        url, data={**(data or {}), "csrf_token": form_token(client)}, follow_redirects=follow
    )


def fields_of(client: FlaskClient, url: str) -> dict[str, str]:
    """Every field of the form at *url*, filled in as it is shown."""
    form = re.search(r'<form class="form".*?</form>', client.get(url).text, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and not re.search(r'type="(?:checkbox|submit)"', tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(text.strip())
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', inner) or re.search(
            r'value="([^"]*)"[^>]*selected', inner
        )
        found[name] = chosen[1] if chosen else ""
    return found
