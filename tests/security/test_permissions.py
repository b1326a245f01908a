"""Permissions: each told in a sentence, each in somebody's hands."""

import pytest

from kb.security.permissions import OF_THE_PUBLIC, OF_THE_SYSTEM, Permission


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_told_in_one_sentence(permission):
    assert permission.sentence[0].isupper()
    assert permission.sentence.count(".") == 1
    assert permission.sentence.endswith(".")


def test_no_two_permissions_allow_the_same():
    sentences = {permission.sentence for permission in Permission}

    assert len(sentences) == len(Permission)


def test_the_public_may_read_and_nothing_else():
    assert {Permission.PUBLIC_READ} == OF_THE_PUBLIC


def test_the_system_may_do_everything():
    assert set(Permission) == OF_THE_SYSTEM
