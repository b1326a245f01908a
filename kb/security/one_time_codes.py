"""Codes for a second factor: those that a phone makes of the time (RFC 6238), and those on paper.

The secret that a phone holds is kept nowhere here. It is made of the installation's key and of a
random salt, which is what the database has: a copy of the database alone gives no code.
"""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import pyotp

#: How long one code is shown, in seconds.
STEP_SECONDS = 30
#: Digits of a code; what every app for codes shows.
DIGITS = 6
#: How many steps a clock may be wrong either way.
STEPS_OFF = 1
#: Bytes of a secret: as many as its hash has, SHA-1, which apps expect.
SECRET_BYTES = 20
#: How many codes on paper are given at a time.
RECOVERY_CODES = 10
#: Without signs that look alike. 24 of 31 signs are 118 bits: a plain hash keeps them safe.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 6, 4


def new_salt() -> str:
    """Make the random part of a secret."""
    return secrets.token_hex(32)


def secret_of(key: str, salt: str) -> str:
    """Make the secret that a phone holds of the installation's *key* and a *salt*, in base 32."""
    made = hmac.digest(key.encode(), f"second factor\0{salt}".encode(), sha256)
    return b32encode(made[:SECRET_BYTES]).decode()


def address_of(secret: str, email: str, site_name: str) -> str:
    """The address that a phone reads from the picture: the secret, and what to call it."""
    # A colon would end the name of the service.
    issuer = site_name.replace(":", " ")
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(moment: datetime) -> int:
    """The step of thirty seconds that *moment* lies in, counted from 1970."""
    return int(moment.timestamp()) // STEP_SECONDS


def fitting_step(secret: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """The step whose code is *code*, around *moment* and after *last_step*; None for a wrong code.

    Every step is compared, so that the time it takes tells nothing.
    """
    totp, here = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS), step_of(moment)
    steps = range(here - STEPS_OFF, here + STEPS_OFF + 1)
    fits = [step for step in steps if _is_same(totp.at(step * STEP_SECONDS), code)]
    return next((step for step in fits if last_step is None or step > last_step), None)


def plain(code: str) -> str:
    """Write a typed code as it is compared: small signs, without spaces and hyphens."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def new_recovery_codes() -> Sequence[str]:
    """Make codes for paper, in groups of four."""
    return [
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """Hash a code on paper, however it is typed, for keeping and for looking it up."""
    return sha256(plain(code).encode()).hexdigest()


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
