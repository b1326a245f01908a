"""What holds for every table: nothing loads by surprise, no save is lost, every column is told."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.exc import StaleDataError

import kb.models
from kb.barriers.operations import save_barrier
from kb.db.base import Base
from kb.models import Barrier, LegalAct, Record
from kb.security.actor import SYSTEM
from kb.words import Pair, RecordKind
from tests.makers import barrier_draft, make_act, make_barrier

MODELS = Path(kb.models.__file__).parent
#: Names that say what they hold without another word: identity, texts in pairs, words of an enum
#: that explains itself, and times that are named after what happened.
OBVIOUS = {
    "id", "number", "position", "code", "key", "name", "role", "kind", "value", "scheme", "source",
    "at", "state", "stage", "step", "field", "language", "relation", "effect", "direction",
    "blocked", "human", "certainty", "procedure", "outcome", "verdict", "verb", "visibility",
    "error", "attempts", "reason", "sha256", "media_type", "file_name", "outcome_page",
    "body_md", "body_html", "rendered_by", "wording_source", "reach", "resolvability",
    "valid_from", "period_from", "period_to", "waiting_since",
}  # fmt: skip
OBVIOUS_ENDINGS = ("_id", "_sv", "_en", "_at", "_on", "_reason")
OBVIOUS_BEGINNINGS = ("is_",)


def relationships() -> list[tuple[str, object]]:
    return [
        (f"{mapper.class_.__name__}.{relation.key}", relation)
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
    ]


def columns() -> Iterator[tuple[str, str, bool]]:
    """Every column as it stands in its file: the model, its name, and whether a meaning is told."""
    for path in sorted(MODELS.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for model in (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)):
            for node in model.body:
                if not isinstance(node, ast.AnnAssign):
                    continue
                value = ast.unparse(node.value) if node.value else ""
                if ast.unparse(node.annotation).startswith("Mapped[") and (
                    not value.startswith("relationship(")
                ):
                    is_told = lines[node.lineno - 2].strip().startswith("#:")
                    yield model.name, node.target.id, is_told


def test_no_relationship_loads_by_surprise():
    others = [name for name, relation in relationships() if relation.lazy != "raise"]

    assert len(relationships()) > 20
    assert others == []


def test_a_list_that_a_query_did_not_name_raises_instead_of_asking_the_database(session):
    make_barrier(session)
    session.expunge_all()

    barrier = session.scalars(select(Barrier)).one()

    with pytest.raises(InvalidRequestError, match="lazy='raise'"):
        barrier.citations  # noqa: B018


def test_every_column_has_a_meaning_or_a_name_that_gives_it():
    untold = [
        f"{model}.{name}"
        for model, name, is_told in columns()
        if not is_told
        and name not in OBVIOUS
        and not name.endswith(OBVIOUS_ENDINGS)
        and not name.startswith(OBVIOUS_BEGINNINGS)
    ]

    assert untold == []


def test_every_table_has_a_sentence_of_its_own():
    untold = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if not (mapper.class_.__dict__.get("__doc__") or "").strip()
    ]

    assert untold == []


def test_every_table_can_be_imported_from_the_package():
    hidden = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.class_.__name__ not in kb.models.__all__
    ]

    assert hidden == []


def test_every_kind_of_record_has_a_table_of_its_own():
    assert set(Record.__mapper__.polymorphic_map) == set(RecordKind)


def test_two_who_read_the_same_version_cannot_both_save(database):
    with database.writing.begin() as session:
        make_barrier(session, code="H-2026-901")
    with database.reading() as session:
        mine = session.scalars(select(Barrier)).one()
    with database.writing.begin() as session:
        theirs = session.scalars(select(Barrier)).one()
        theirs.title_en = "Theirs"

    with database.writing() as session:
        session.add(mine)
        mine.title_en = "Mine"
        with pytest.raises(StaleDataError):
            session.flush()

    with database.reading() as session:
        assert session.scalars(select(Barrier.title_en)).one() == "Theirs"


def test_a_save_raises_the_version_and_a_save_without_a_change_does_not(session):
    barrier = make_barrier(session, code="H-2026-901")
    first = barrier.version

    save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901"))
    same = barrier.version
    save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901", title=Pair("Ny", "New")))

    assert (same, barrier.version) == (first, first + 1)


def test_the_same_code_may_name_records_of_different_kinds(session):
    make_act(session, "1")

    make_barrier(session, code="1")

    kinds = session.scalars(select(Record.kind).where(Record.code == "1"))
    assert set(kinds) == {RecordKind.ACT, RecordKind.BARRIER}


def test_a_record_is_read_as_what_it_is(session):
    make_act(session, "sfs/2009:400")
    session.expunge_all()

    assert isinstance(session.scalars(select(Record)).one(), LegalAct)
