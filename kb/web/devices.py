"""Devices that somebody has signed in from before: a signed cookie, kept for a year.

It lets its owner try the password while others are failing to guess it. It lets nobody in.
"""

import secrets
from hashlib import sha256

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from kb.web.login import cookie_name, set_lasting_cookie

#: How long a device is known after the last sign-in, in days.
DEVICE_DAYS = 365
#: How many accounts one device is known for.
ACCOUNTS = 5
_PURPOSE = "device"


def device_of(email: str) -> str:
    """The random name of the device, if the account of *email* has signed in here; else empty."""
    name, accounts = _read()
    return name if _mark(email) in accounts else ""


def is_known_device() -> bool:
    """Whether anybody has signed in here before."""
    return bool(_read()[1])


def remember_device(response: Response, email: str) -> None:
    """Let the browser keep that the account of *email* has signed in here."""
    name, accounts = _read()
    marks = [mark for mark in accounts if mark != _mark(email)][-ACCOUNTS + 1 :]
    value = _serializer().dumps([name or secrets.token_hex(16), [*marks, _mark(email)]])
    set_lasting_cookie(response, _PURPOSE, value, DEVICE_DAYS)


def _read() -> tuple[str, list[str]]:
    value = request.cookies.get(cookie_name(_PURPOSE), "")
    try:
        name, accounts = _serializer().loads(value, max_age=DEVICE_DAYS * 24 * 3600)
    except BadData:
        return "", []
    return name, accounts


def _mark(email: str) -> str:
    """Stands for an account, so that the cookie names nobody."""
    return sha256(email.strip().lower().encode()).hexdigest()[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="device")
