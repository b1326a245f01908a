"""Passwords in tests: quick to hash, and forms filled in as a browser does."""

import re
from html import unescape

from argon2 import PasswordHasher
from sqlalchemy import select

from kb.db.session import session_scope
from kb.models import User
from kb.security import passwords
from kb.web.services import EXTENSION

#: The password of everybody here.
RIGHT = "korrekt häst batteri"
WRONG = "fel häst batteri"
#: The same library, with the least work that it takes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_PAIR = re.compile(r'(name|value)="([^"]*)"')


class CountingHasher:
    """Makes real hashes, quickly, and counts how often one is compared."""

    def __init__(self) -> None:
        self.compared = 0

    def hash(self, password):
        return QUICK.hash(password)

    def verify(self, kept, password):
        self.compared += 1
        return QUICK.verify(kept, password)

    def check_needs_rehash(self, kept):
        return QUICK.check_needs_rehash(kept)


def database_of(app):
    return app.extensions[EXTENSION].database


def give_password(app, user, password=RIGHT):
    """Give *user* a password, past the rules and the history."""
    with session_scope(database_of(app).writing) as session:
        session.get_one(User, user.id).password_hash = passwords.hash_password(password)


def rows(app, model):
    with database_of(app).reading() as session:
        return session.scalars(select(model)).all()


def hidden_fields(page):
    """Names and values of the hidden fields on a page, the last of each name."""
    pairs = [dict(_PAIR.findall(field)) for field in _FIELD.findall(page)]
    return {pair["name"]: unescape(pair.get("value", "")) for pair in pairs if "name" in pair}


def enter(client, email, password=RIGHT, url="/login", **more):
    """Open the page for signing in, fill it in and send it."""
    fields = hidden_fields(client.get(url).text)
    return client.post("/login", data={**fields, "email": email, "password": password, **more})


def session_cookie(client):
    cookie = client.get_cookie("hinder-session")
    return cookie.value if cookie else None
