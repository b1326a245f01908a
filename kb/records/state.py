"""Everything that a record says, as plain data that can be kept, compared and put back.

The history is made of it: before and after a change the two are held against each other.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import RelationshipProperty

from kb.db.base import Base
from kb.models import Record, RecordText, Term, User

#: What a record is, not what it says.
_LEFT_OUT = frozenset({"id", "kind", "version", "created_at", "changed_at"})
#: Made of what stands beside it, or of when that was written.
_DERIVED = frozenset({"body_html", "rendered_by", "cited_at"})

State = dict[str, Any]


def state_of(record: Record) -> State:
    """Describe *record*, loaded whole: field → plain value; long texts by field and language.

    People are named by the id of their account, other records by their code.
    """
    state = _columns(record, _LEFT_OUT)
    for relation in inspect(record).mapper.relationships:
        value = getattr(record, relation.key)
        if relation.key == "texts":
            state |= {f"{text.field}_{text.language}": text.body_md for text in value}
        elif relation.uselist:
            state[relation.key] = [_named(row, relation) for row in value]
        elif not issubclass(relation.mapper.class_, User):
            state[relation.key] = None if value is None else _named(value, relation)
    return state


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [before, after] for every field that is not the same; None where there is none."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if _weight(pair[0]) != _weight(pair[1])}


def _weight(value: Any) -> Any:
    """Nothing is nothing, whether it is an empty text, an empty list or None."""
    return None if value in ("", []) else value


def _named(row: Base, relation: "RelationshipProperty[Any]") -> Any:
    """Say *row* in the shortest way that tells it from others."""
    if isinstance(row, Term):
        return f"{row.scheme}/{row.key}"
    if isinstance(row, Record):
        return row.code
    # The columns that tie the row to the record itself say nothing that is not known.
    back = {str(remote.key) for _, remote in relation.local_remote_pairs or ()}
    fields = _columns(row, {"id", *back})
    for inner in inspect(row).mapper.relationships:
        target = inner.mapper.class_
        if inner.uselist or issubclass(target, User):
            continue
        value = getattr(row, inner.key)
        fields[inner.key] = value.code if isinstance(value, Record) else None
    return fields


def _columns(row: Base, without: "frozenset[str] | set[str]") -> State:
    """Plain values of the columns of *row*; a tie to a record is left to its relationship."""
    mapper = inspect(row).mapper
    told = {
        column.key
        for relation in mapper.relationships
        if not relation.uselist and not issubclass(relation.mapper.class_, User)
        for column in relation.local_columns
        if column.foreign_keys
    }
    return {
        column.key: _plain(getattr(row, column.key))
        for column in mapper.column_attrs
        if column.key not in without | told | _DERIVED
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def text_name(text: RecordText) -> str:
    """How ``state_of`` names the field of *text*: ``analysis_sv``."""
    return f"{text.field}_{text.language}"
