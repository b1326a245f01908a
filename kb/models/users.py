"""Staff accounts, and what signing in leaves behind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.words import Digest, Language, Purpose, Role

#: Length of a SHA-256 in hexadecimal.
HASH_LENGTH = 64


class User(Base):
    """A person who works here. Accounts are disabled, never removed: their work stays theirs."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Lower case; the name one signs in with.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(choice(Role))
    is_active: Mapped[bool] = mapped_column(default=True)
    #: Argon2 hash with its parameters; empty until the invited person has chosen a password.
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When the password was last chosen; None until the first.
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What others write after @ to reach this person; lower case.
    handle: Mapped[str] = mapped_column(String(80), unique=True)
    #: The language of staff pages and of mail.
    language: Mapped[Language] = mapped_column(choice(Language), default=Language.SV)
    #: How often letters tell of what lies in the inbox.
    digest: Mapped[Digest] = mapped_column(choice(Digest), default=Digest.DAILY)


class SignIn(Base):
    """One place where somebody is signed in. Removing the row ends it at once.

    The cookie holds 256 random bits; only their hash is kept here.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token, in hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: What the tokens of this person's forms are made from: the id of the account, a point, and
    #: random bits. So a form tells who opened it when the sign-in is no more.
    form_key: Mapped[str] = mapped_column(String(HASH_LENGTH))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When a page was last asked for, give or take some minutes.
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Network address from which the sign-in was begun.
    address: Mapped[str] = mapped_column(String(64), default="")
    #: What the browser calls itself, cut.
    browser: Mapped[str] = mapped_column(String(200), default="")
    #: Opens nothing but the page where a second factor is set up, until that is done.
    must_set_up: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(lazy="raise")


class Throttle(Base):
    """How often signing in has failed lately, for one account from one place."""

    __tablename__ = "throttles"

    #: Hash of account and address, of account and device, or of an address alone.
    bucket: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    #: How many tries have failed since the count began.
    failures: Mapped[int] = mapped_column(default=0)
    #: When trying last failed; the count is forgotten some minutes after.
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Nothing is tried before this moment; None while trying is free.
    closed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OneUseToken(Base):
    """A link sent by mail that lets somebody choose a password, once and for a short time."""

    __tablename__ = "one_use_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token, in hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: What the link lets its owner do.
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="raise")


class SecondFactor(Base):
    """What the codes of somebody's phone are made from, once they are confirmed by a first one.

    The secret stands nowhere: it is made of the salt and of the installation's key.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    #: Random; with the installation's key it gives the secret that the phone holds.
    salt: Mapped[str] = mapped_column(String(HASH_LENGTH))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When the first code was right; None while it is being set up, and nothing asks for codes.
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The half minute, counted from 1970, whose code was last used: neither that code nor an
    #: older one is taken again. None before the first.
    last_step: Mapped[int | None]


class RecoveryCode(Base):
    """A code on paper that stands in for the phone, once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: SHA-256 of the code, in hexadecimal.
    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HalfSignIn(Base):
    """Somebody's password was right, and their code is asked for. It opens nothing else."""

    __tablename__ = "half_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token that the browser holds in a cookie, in hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: How many codes were wrong.
    failures: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship(lazy="raise")
