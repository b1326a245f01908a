"""Codes of a phone and codes on paper, without a database."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from kb.security.one_time_codes import (
    RECOVERY_CODES,
    address_of,
    fitting_step,
    new_recovery_codes,
    new_salt,
    plain,
    recovery_hash,
    secret_of,
    step_of,
)

KEY = "k" * 40
#: Ten seconds into a step.
MOMENT = datetime(2026, 11, 27, 12, 0, 10, tzinfo=UTC)
SECRET = secret_of(KEY, "ab" * 32)


def shown(seconds: int = 0) -> str:
    """What a phone shows *seconds* after the moment."""
    return pyotp.TOTP(SECRET).at(MOMENT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_code_is_right_one_step_before_and_after_and_no_more(seconds, is_right):
    step = fitting_step(SECRET, shown(seconds), MOMENT, None)

    assert step == (step_of(MOMENT) + seconds // 30 if is_right else None)


@pytest.mark.parametrize(("last", "is_right"), [(-1, True), (0, False), (1, False)])
def test_neither_the_last_code_nor_an_older_one_is_taken_again(last, is_right):
    step = fitting_step(SECRET, shown(), MOMENT, step_of(MOMENT) + last)

    assert (step is not None) is is_right


@pytest.mark.parametrize("code", ["", "000", "abcdef", "１２３４５６", "0" * 5_000])
def test_what_is_no_code_is_wrong(code):
    assert fitting_step(SECRET, code, MOMENT, None) is None


def test_the_secret_is_made_of_both_the_key_and_the_salt():
    salt = new_salt()

    assert secret_of(KEY, salt) == secret_of(KEY, salt)
    assert len({secret_of(KEY, salt), secret_of("x" * 40, salt), secret_of(KEY, new_salt())}) == 3
    # 160 bits, as the standard advises.
    assert len(secret_of(KEY, salt)) == 32


def test_the_address_names_the_service_and_the_account():
    parts = urlsplit(address_of(SECRET, "åsa@example.se", "Bank: hinder"))

    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert asked["secret"] == [SECRET]
    assert asked["issuer"] == ["Bank  hinder"]


def test_codes_on_paper_are_many_long_and_all_different():
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES
    assert {len(plain(code)) for code in codes} == {24}


def test_a_code_on_paper_may_be_typed_in_capitals_and_spaced_otherwise():
    code = new_recovery_codes()[0]

    assert recovery_hash(f" {code.upper().replace('-', ' ')}") == recovery_hash(code)
