"""Keeping the vocabularies: a term is never removed, and what bears it goes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.clock import today
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Barrier, PublicVersion, Revision, SearchJob, Term
from kb.readers.drafts import TermDraft
from kb.records.operations import save_terms
from kb.records.queries import find_record, list_terms
from kb.records.term_queries import (
    get_term,
    list_choosable_terms,
    list_used_terms,
    list_vocabularies,
    with_merged,
)
from kb.security.actor import SYSTEM
from kb.words import Pair, Role
from kb.work.term_operations import (
    add_term,
    merge_terms,
    move_term,
    rename_term,
    retire_term,
    revive_term,
)
from tests.makers import make_barrier, make_terms, publish_barrier
from tests.staff import actor_of, make_user

NO_NOTE = Pair("", "")


@pytest.fixture
def admin(session):
    return actor_of(make_user(session, Role.ADMIN))


@pytest.fixture
def sectors(session):
    """Three sectors, by key."""
    make_terms(session, ("sector", "school"), ("sector", "care"), ("sector", "all"))
    return {term.key: term for term in list_choosable_terms(session, "sector")}


def choosable(session) -> list[str]:
    return [term.key for term in list_choosable_terms(session, "sector")]


def told(session, code: str) -> list[tuple[str, dict]]:
    rows = session.scalars(
        select(Revision)
        .where(Revision.kind == "term", Revision.code == code, Revision.actor_id.is_not(None))
        .order_by(Revision.number)
    )
    return [(row.verb, row.changes) for row in rows]


def draft(key: str, sv: str) -> TermDraft:
    return TermDraft(scheme="sector", key=key, label=Pair(sv, sv), note=None)


def test_a_new_term_comes_last_with_a_key_made_of_its_english_label(session, admin, sectors):
    term = add_term(session, admin, "sector", Pair("Äldreomsorg", "Care of the Elderly"), NO_NOTE)

    assert term.key == "care-of-the-elderly"
    assert choosable(session) == ["school", "care", "all", "care-of-the-elderly"]
    ((verb, changes),) = told(session, "sector/care-of-the-elderly")
    assert verb == "added"
    assert changes["label_sv"] == [None, "Äldreomsorg"]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        (Pair("", "X"), "label_sv"),
        (Pair("X", " "), "label_en"),
        (Pair("x" * 121, "X"), "label_sv"),
        (Pair("Skola", "School"), "label_en"),
        (Pair("…", "…"), "label_en"),
    ],
)
def test_a_label_that_cannot_be_is_refused_at_its_field(session, admin, sectors, label, field):
    with pytest.raises(Invalid) as refused:
        add_term(session, admin, "sector", label, NO_NOTE)

    assert refused.value.field == field


def test_a_vocabulary_that_does_not_exist_takes_no_term(session, admin):
    with pytest.raises(Conflict):
        add_term(session, admin, "moon", Pair("Måne", "Moon"), NO_NOTE)


def test_a_renamed_term_keeps_its_key(session, admin, sectors):
    rename_term(session, admin, sectors["school"], Pair("Skola", "Schools"), NO_NOTE)

    assert get_term(session, "sector", "school").label_en == "Schools"
    assert told(session, "sector/school") == [
        ("renamed", {"label_sv": ["school", "Skola"], "label_en": ["school", "Schools"]})
    ]


def test_a_term_changes_places_with_its_neighbour(session, admin, sectors):
    move_term(session, admin, sectors["all"], is_up=True)
    session.flush()

    assert choosable(session) == ["school", "all", "care"]


@pytest.mark.parametrize(("key", "is_up"), [("school", True), ("all", False)])
def test_at_the_end_of_the_list_a_term_stays(session, admin, sectors, key, is_up):
    move_term(session, admin, sectors[key], is_up=is_up)

    assert choosable(session) == ["school", "care", "all"]
    assert told(session, f"sector/{key}") == []


def test_a_retired_term_is_offered_no_more_and_stays_on_its_records(session, admin, sectors):
    make_barrier(session, code="H-2026-901", terms=(("sector", "school"),))

    retire_term(session, admin, sectors["school"])

    session.expire_all()
    assert choosable(session) == ["care", "all"]
    assert [term.key for term in find_record(session, Barrier, "H-2026-901").terms] == ["school"]


def test_a_term_is_offered_through_its_last_day(session, admin, sectors):
    retire_term(session, admin, sectors["school"], last_day=today())
    retire_term(session, admin, sectors["care"], last_day=today() - timedelta(days=1))

    assert choosable(session) == ["school", "all"]


def test_a_term_can_be_taken_back_into_use(session, admin, sectors):
    retire_term(session, admin, sectors["school"])

    revive_term(session, admin, sectors["school"])

    assert choosable(session) == ["school", "care", "all"]
    assert [verb for verb, _ in told(session, "sector/school")] == ["retired", "revived"]


def test_when_terms_are_merged_every_record_goes_over_with_a_line_in_its_history(
    session, admin, sectors
):
    for code in ("H-2026-901", "H-2026-902"):
        make_barrier(session, code=code, terms=(("sector", "school"),))
    make_barrier(session, code="H-2026-903", terms=(("sector", "school"), ("sector", "care")))
    session.expire_all()

    moved = merge_terms(session, admin, sectors["school"], sectors["care"])

    session.expire_all()
    assert moved == 3
    for code in ("H-2026-901", "H-2026-902", "H-2026-903"):
        assert [term.key for term in find_record(session, Barrier, code).terms] == ["care"]
    revision = session.scalars(
        select(Revision).where(Revision.code == "H-2026-901").order_by(Revision.number.desc())
    ).first()
    assert revision.changes["terms"] == [["sector/school"], ["sector/care"]]
    assert (revision.actor_id, revision.is_minor) == (admin.user_id, True)
    assert told(session, "sector/school") == [("merged", {"merged_into": [None, "sector/care"]})]


def test_records_that_went_over_are_indexed_anew(session, admin, sectors):
    make_barrier(session, code="H-2026-901", terms=(("sector", "school"),))
    session.query(SearchJob).delete()
    session.expire_all()

    merge_terms(session, admin, sectors["school"], sectors["care"])

    assert session.scalars(select(SearchJob.code)).all() == ["H-2026-901"]


def test_what_was_published_stays_as_it_was_published(session, admin, sectors):
    publish_barrier(session, code="H-2026-901", terms=(("sector", "school"),))
    before = session.scalars(select(PublicVersion.snapshot)).all()
    session.expire_all()

    merge_terms(session, admin, sectors["school"], sectors["care"])

    session.expire_all()
    assert session.scalars(select(PublicVersion.snapshot)).all() == before


def test_the_old_key_finds_the_term_that_took_over(session, admin, sectors):
    merge_terms(session, admin, sectors["school"], sectors["care"])
    merge_terms(session, admin, sectors["care"], sectors["all"])

    assert [term.key for term in list_terms(session, [("sector", "school")])] == ["all"]


def test_a_filter_by_any_of_the_keys_finds_what_bears_any_of_them(session, admin, sectors):
    merge_terms(session, admin, sectors["school"], sectors["care"])

    by_old = with_merged(session, {"sector": ["school"], "state": ["open"]})
    by_new = with_merged(session, {"sector": ["care"]})

    assert set(by_old["sector"]) == set(by_new["sector"]) == {"school", "care"}
    assert by_old["state"] == ("open",)
    assert with_merged(session, {"sector": ["all"]}) == {"sector": ("all",)}


def test_a_term_is_merged_with_another_of_its_vocabulary_that_is_in_use(session, admin, sectors):
    make_terms(session, ("kind", "other"))
    other = get_term(session, "kind", "other")
    retire_term(session, admin, sectors["all"])

    for survivor in (sectors["school"], sectors["all"], other):
        with pytest.raises(Invalid):
            merge_terms(session, admin, sectors["school"], survivor)


def test_a_merged_term_cannot_be_retired_but_taken_back(session, admin, sectors):
    merge_terms(session, admin, sectors["school"], sectors["care"])
    with pytest.raises(Conflict):
        retire_term(session, admin, sectors["school"])

    revive_term(session, admin, sectors["school"])

    assert "school" in choosable(session)
    assert told(session, "sector/school")[-1][1]["merged_into"] == ["sector/care", None]


def test_a_load_of_the_catalogue_leaves_alone_what_staff_have_decided(session, admin, sectors):
    rename_term(session, admin, sectors["all"], Pair("Hela", "Whole"), NO_NOTE)
    merge_terms(session, admin, sectors["school"], sectors["care"])

    save_terms(session, SYSTEM, [draft("all", "Alla"), draft("care", "Vård"), draft("school", "S")])

    session.flush()
    labels = {term.key: term.label_sv for term in session.scalars(select(Term))}
    assert labels == {"all": "Hela", "care": "Vård", "school": "school"}
    assert choosable(session) == ["care", "all"]


def test_a_record_of_the_catalogue_that_names_the_old_key_gets_the_new_term(
    session, admin, sectors
):
    merge_terms(session, admin, sectors["school"], sectors["care"])

    barrier = make_barrier(session, code="H-2026-901", terms=(("sector", "school"),))

    assert [term.key for term in barrier.terms] == ["care"]


def test_loading_the_same_vocabulary_again_writes_no_history(session, sectors):
    before = len(session.scalars(select(Revision)).all())

    make_terms(session, ("sector", "school"), ("sector", "care"), ("sector", "all"))

    assert len(session.scalars(select(Revision)).all()) == before


def test_the_page_of_a_vocabulary_counts_what_bears_each_term(session, admin, sectors):
    make_barrier(session, terms=(("sector", "school"),))
    make_barrier(session, terms=(("sector", "school"), ("sector", "care")))
    retire_term(session, admin, sectors["school"])

    used = [
        (each.term.key, each.uses, each.is_choosable) for each in list_used_terms(session, "sector")
    ]

    assert used == [("care", 1, True), ("all", 0, True), ("school", 2, False)]
    (vocabulary,) = list_vocabularies(session)
    assert (vocabulary.scheme, vocabulary.terms, vocabulary.choosable) == ("sector", 3, 2)


@pytest.mark.parametrize("role", [Role.ADVOCACY, Role.LEGAL])
def test_only_administrators_keep_the_vocabularies(session, sectors, role):
    actor = actor_of(make_user(session, role))
    school, care = sectors["school"], sectors["care"]

    for act in (
        lambda: add_term(session, actor, "sector", Pair("Ny", "New"), NO_NOTE),
        lambda: rename_term(session, actor, school, Pair("Ny", "New"), NO_NOTE),
        lambda: move_term(session, actor, school, is_up=False),
        lambda: retire_term(session, actor, school),
        lambda: revive_term(session, actor, school),
        lambda: merge_terms(session, actor, school, care),
    ):
        with pytest.raises(Forbidden):
            act()
