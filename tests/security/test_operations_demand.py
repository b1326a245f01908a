"""Every operation asks first whether the actor may: all are found, none can be forgotten."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from kb.db.base import Base
from kb.errors import Forbidden
from kb.models import Barrier, Record, Revision
from kb.security.actor import Actor
from kb.security.permissions import Grant, Permission
from kb.words import Role, WorkState
from tests.house.source import modules
from tests.security.demanded import DEMANDED, PARTS
from tests.staff import make_user


class Unread:
    """An argument that must not be read before the actor was asked about."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"“{name}” was read before the actor was asked about.")


def operations() -> dict[str, Callable]:
    """Every public function of an operations module that takes a session and an actor."""
    found = {}
    for name in modules():
        if name.rpartition(".")[2].rpartition("_")[2] != "operations":
            continue
        for function in list(vars(importlib.import_module(name)).values()):
            if inspect.isfunction(function) and function.__module__ == name:
                taken = inspect.signature(function).parameters
                if {"session", "actor"} <= set(taken) and not function.__name__.startswith("_"):
                    found[f"{name.removeprefix('kb.')}.{function.__name__}"] = function
    return found


OPERATIONS = operations()


def all_but(permission: Permission, user_id: int) -> Actor:
    """Somebody who may do everything else, on every record."""
    grants = frozenset(Grant(each) for each in Permission if each is not permission)
    return Actor("all but one", grants, user_id, Role.ADMIN)


def filler(kind: Any) -> Any:
    """Something of *kind* to call an operation with: an empty row, a plain value, or unreadable."""
    if inspect.isclass(kind) and issubclass(kind, Base):
        model = Barrier if kind is Record else kind
        row = model()
        for relation in model.__mapper__.relationships:
            setattr(row, relation.key, [] if relation.uselist else None)
        if model is Barrier:
            row.id, row.code, row.work_state = 1, "H-2026-001", WorkState.DRAFT
        return row
    return {str: "x", int: 1, bool: False}.get(kind, Unread())


def call(operation: Callable, session, actor: Actor) -> None:
    """Call *operation* with fillers; a context is entered."""
    values = {"session": session, "actor": actor}
    for name, parameter in inspect.signature(operation).parameters.items():
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            values.setdefault(name, filler(parameter.annotation))
    result = operation(**values)
    if hasattr(result, "__enter__"):
        result.__enter__()


def test_every_operation_is_listed_with_what_it_demands():
    assert len(OPERATIONS) > 60
    assert set(OPERATIONS) == {*DEMANDED, *PARTS}
    assert set(DEMANDED) & set(PARTS) == set()


@pytest.mark.parametrize("name", sorted(DEMANDED))
def test_an_operation_is_refused_to_whoever_may_do_all_but_that(session, name):
    actor = all_but(DEMANDED[name], make_user(session, Role.ADMIN).id)
    before = len(session.scalars(select(Revision)).all())

    with session.no_autoflush, pytest.raises(Forbidden) as refused:
        call(OPERATIONS[name], session, actor)

    assert DEMANDED[name].sentence in str(refused.value)
    assert len(session.scalars(select(Revision)).all()) == before
    assert not session.new


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_part_of_other_operations_says_who_demands(name):
    assert PARTS[name].endswith(".")
