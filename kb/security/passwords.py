"""Passwords: which are good enough, how they are kept, and how they are compared.

They are kept as Argon2 hashes with the parameters that the library advises. A hash takes 64 MiB, so
only a few are made at a time. A password is compared as its composed characters (NFC): the same key
presses give the same password on every machine.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb.errors import Invalid

#: Fewest characters of a password.
SHORTEST = 12
#: Most characters of a password; only there to keep the work of a hash within bounds.
LONGEST = 1_000
#: How many hashes one process makes at a time.
AT_A_TIME = 2
#: A part of a name or an address that is shorter is too common to be refused.
OWN_WORD = 4
#: A piece of this length that is only repeated makes no password.
REPEATED = 6
#: What the engine of hashes is; tests put a quicker one here.
HASHER = PasswordHasher()

_COMMON = Path(__file__).with_name("common_passwords.txt")
_TURNS = BoundedSemaphore(AT_A_TIME)
_LOOKALIKES = str.maketrans("@4310$57!", "aaeiosstl")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_TAIL = re.compile(r"[\W\d_]+\Z")


def hash_password(password: str) -> str:
    """Hash *password* for keeping, with its own salt and the parameters of today."""
    with _TURNS:
        return HASHER.hash(_bytes(password))


def is_right(kept: str, password: str) -> bool:
    """Whether *password* is the one that *kept* was made of.

    An empty *kept* (nobody, or nobody with a password) is compared with a hash that no password
    fits, so that the answer takes as long.
    """
    with _TURNS:
        try:
            HASHER.verify(kept or _nobody(HASHER), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether *kept* was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(kept)


def check_password(password: str, own_words: Iterable[str] = ()) -> None:
    """Raise Invalid for a password that is too short, too long, common, or made of *own_words*.

    *own_words* are names and addresses of the person and of the service.
    """
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST:
        raise Invalid("password", "Use at least %(limit)s characters.", limit=SHORTEST)
    if len(text) > LONGEST:
        raise Invalid("password", "Use at most %(limit)s characters.", limit=LONGEST)
    if _is_common(text.casefold()):
        raise Invalid("password", "This password is too easy to guess. Choose another.")
    for word in _parts(own_words):
        if word in text.casefold():
            raise Invalid(
                "password",
                "A password must not hold your name, your address or the name of the service.",
            )


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _nobody(hasher: PasswordHasher) -> str:
    return hasher.hash(b"nobody has this password")


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first, in small letters."""
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _is_common(text: str) -> bool:
    """Whether *text*, in small letters, is in the list, however it is dressed up."""
    letters = _NOT_LETTERS.sub("", text)
    # What is only hung on at the end (a year, a sign) stands for no letter.
    stem = _TAIL.sub("", text).translate(_LOOKALIKES)
    forms = {text, letters, _NOT_LETTERS.sub("", stem)}
    forms |= {unit for form in (text, letters) if (unit := _unit(form)) != form}
    if forms & common_passwords():
        return True
    return len(_unit(text)) <= REPEATED or len(set(text)) < REPEATED


def _unit(text: str) -> str:
    """The shortest piece that *text* is made of by repeating it; the text itself when none."""
    return text[: (text + text).find(text, 1)] if text else text


def _parts(own_words: Iterable[str]) -> set[str]:
    pieces = {
        piece
        for word in own_words
        for piece in (word.casefold(), *_NOT_LETTERS.split(word.casefold()))
    }
    return {piece for piece in pieces if len(piece) >= OWN_WORD}
