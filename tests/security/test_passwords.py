"""Passwords: which are refused, how they are kept, and what comparing them costs."""

import unicodedata
from pathlib import Path
from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher

from kb.errors import Invalid
from kb.security import passwords
from kb.security.passwords import (
    AT_A_TIME,
    LONGEST,
    check_password,
    common_passwords,
    hash_password,
    is_outdated,
    is_right,
)
from tests.entering import QUICK, CountingHasher


@pytest.fixture
def hasher(monkeypatch):
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "HASHER", counting)
    return counting


@pytest.mark.parametrize(
    "password",
    [
        "tolv tecken!",
        "korrekt häst batteri",
        "a long sentence with spaces in it",
        "🐴🔋📎✏️ emblem åäö",
        "x7" + "k3Qf9z-" * 8 + "slut",
        "n" + "0a1b2c3d4e" * 6 + "zyx",
    ],
)
def test_a_long_password_of_any_characters_is_good(password):
    check_password(password)


def test_eleven_characters_are_too_few_and_a_thousand_are_not_too_many():
    with pytest.raises(Invalid):
        check_password("k7#mQ!z2pL@")

    check_password("korrekt häst batteri " + "".join(chr(0x4E00 + n) for n in range(979)))

    with pytest.raises(Invalid):
        check_password("k" * (LONGEST + 1))


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "P@ssw0rd!2026",
        "Lösenord2026!",
        "sommaren2026",
        "Stockholm123!",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "passwordpassword",
        "hejhejhejhej",
        "1q2w3e4r5t6y",
        "!!!!!!!!!!!!!!",
        "010101-01-01-0101",
    ],
)
def test_a_password_that_is_tried_first_is_refused_however_it_is_dressed_up(password):
    with pytest.raises(Invalid, match="easy to guess"):
        check_password(password)


@pytest.mark.parametrize(
    "password", ["lindström är min vän", "jag är eva.lind@example", "min HINDERBANKEN är bra"]
)
def test_ones_own_name_and_address_and_that_of_the_service_are_refused(password):
    with pytest.raises(Invalid, match="must not hold your name"):
        check_password(password, ["Eva Lindström", "eva.lind@example.se", "Hinderbanken"])


def test_a_short_part_of_a_name_is_too_common_to_be_refused():
    check_password("svampar bor i lådor", ["Bo Ek", "bo@ek.se"])


def test_three_thousand_common_passwords_are_known():
    assert len(common_passwords()) == 3_000
    assert all(word == word.casefold() for word in common_passwords())


def test_the_list_lies_beside_the_code():
    assert Path(passwords.__file__).with_name("common_passwords.txt").is_file()


def test_a_password_is_kept_as_an_argon2id_hash_with_the_parameters_of_the_library():
    kept = hash_password("korrekt häst batteri")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_right(kept, "korrekt häst batteri")
    assert not is_right(kept, "korrekt häst batterI")


def test_two_hashes_of_one_password_differ(hasher):
    assert hash_password("korrekt häst") != hash_password("korrekt häst")


def test_letters_that_look_the_same_are_the_same_password(hasher):
    kept = hash_password(unicodedata.normalize("NFD", "korrekt häst batteri"))

    assert is_right(kept, unicodedata.normalize("NFC", "korrekt häst batteri"))


def test_a_password_is_neither_cut_nor_trimmed(hasher):
    kept = hash_password(" korrekt " + "x" * 900)

    assert not is_right(kept, "korrekt " + "x" * 900)
    assert not is_right(kept, " korrekt " + "x" * 899)


@pytest.mark.parametrize("password", ["", "nobody has this password", "x"])
def test_nobody_is_compared_too_and_has_no_password_that_fits(hasher, password):
    assert not is_right("", password)

    assert hasher.compared == 1


def test_what_is_no_hash_fits_no_password(hasher):
    assert not is_right("plain text", "plain text")


def test_a_hash_with_other_parameters_is_outdated():
    assert is_outdated(QUICK.hash("x"))
    assert not is_outdated(PasswordHasher().hash("x"))


def test_only_a_few_hashes_are_made_at_a_time(monkeypatch):
    at_once, most = [], []
    meeting = Barrier(AT_A_TIME)

    class Watching(CountingHasher):
        def verify(self, kept, password):
            at_once.append(1)
            most.append(len(at_once))
            meeting.wait(timeout=30)
            at_once.pop()
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "HASHER", Watching())
    kept = hash_password("x")
    threads = [Thread(target=is_right, args=(kept, "x")) for _ in range(AT_A_TIME * 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == AT_A_TIME
