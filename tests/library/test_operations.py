"""Loading the catalogue: the same again changes nothing, a change makes one version, or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from kb.db.base import Base
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.errors import Invalid
from kb.library.operations import load_catalogue
from kb.library.ties import read_whole_catalogue
from kb.models import Barrier, OpenQuestion, PublicVersion, Record, Revision, SearchJob
from kb.publication.queries import get_published, get_version
from kb.readers.catalogue import BrokenContentError
from kb.records.note_operations import write_note
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.records.text_operations import set_inside_text
from kb.security.actor import SYSTEM
from kb.words import Pair, RecordKind, Role, State, TextField, WorkState
from tests.makers import cites
from tests.staff import actor_of, make_user

CODE = "H-2026-003"


@pytest.fixture
def loaded(own_library):
    """A database of the test's own that holds the real catalogue."""
    database = open_database(own_library.database)
    with database.writing.begin() as session:
        session.execute(delete(SearchJob))
    yield database
    database.engine.dispose()


def load(database, catalogue):
    with session_scope(database.writing) as session:
        return load_catalogue(session, SYSTEM, catalogue)


def with_barrier(catalogue, **changes):
    """The catalogue with the barrier CODE changed."""
    barriers = tuple(
        replace(draft, **changes) if draft.code == CODE else draft for draft in catalogue.barriers
    )
    return replace(catalogue, barriers=barriers)


def barrier_of(catalogue):
    return next(draft for draft in catalogue.barriers if draft.code == CODE)


def rows(database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def published(database):
    with database.reading() as session:
        return get_published(session, RecordKind.BARRIER, CODE)


def last_revision_of(database, verb: str) -> tuple[str, dict]:
    """The code and the changes of the last revision with *verb*."""
    with database.reading() as session:
        revision = session.scalars(
            select(Revision).where(Revision.verb == verb).order_by(Revision.id.desc())
        ).first()
    return revision.code, revision.changes


def test_the_first_load_publishes_every_record(session, catalogue):
    report = load_catalogue(session, SYSTEM, catalogue)

    versions = session.scalar(select(func.count()).select_from(PublicVersion))
    assert report.records == report.published == versions > 200


def test_loading_twice_writes_no_revision_no_version_and_no_search_job(loaded, catalogue):
    before = rows(loaded)

    report = load(loaded, catalogue)

    assert report.published == 0
    assert rows(loaded) == before
    assert before["search_jobs"] == 0


def test_loading_twice_saves_no_record_again(loaded, catalogue):
    with loaded.reading() as session:
        before = session.execute(select(Record.id, Record.version).order_by(Record.id)).all()

    load(loaded, catalogue)

    with loaded.reading() as session:
        after = session.execute(select(Record.id, Record.version).order_by(Record.id)).all()
    assert after == before


def test_a_changed_title_makes_one_new_version_of_one_record(loaded, catalogue):
    before = rows(loaded)

    report = load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    assert report.published == 1
    assert rows(loaded)["public_versions"] == before["public_versions"] + 1
    assert published(loaded).record["title"] == {"sv": "Ny titel", "en": "New title"}
    assert published(loaded).number == 2


def test_a_changed_title_is_told_with_the_old_and_the_new_one(loaded, catalogue):
    old = barrier_of(catalogue).title.en
    before = rows(loaded)

    title = replace(barrier_of(catalogue).title, en="New title")
    load(loaded, with_barrier(catalogue, title=title))

    assert last_revision_of(loaded, "changed") == (CODE, {"title_en": [old, "New title"]})
    assert last_revision_of(loaded, "published") == (CODE, {"version": [None, 2]})
    assert rows(loaded)["revisions"] == before["revisions"] + 2


def test_a_changed_record_waits_for_the_index(loaded, catalogue):
    load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    with loaded.reading() as session:
        assert set(session.scalars(select(SearchJob.code))) == {CODE}


def test_the_version_before_the_change_can_still_be_read(loaded, catalogue):
    old = barrier_of(catalogue).title.en

    load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    with loaded.reading() as session:
        assert get_version(session, RecordKind.BARRIER, CODE, 1).record["title"]["en"] == old


def test_changing_back_makes_a_third_version(loaded, catalogue):
    load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    load(loaded, catalogue)

    assert published(loaded).number == 3
    assert published(loaded).record["title"]["en"] == barrier_of(catalogue).title.en


def test_a_removed_question_goes(loaded, catalogue):
    questions = barrier_of(catalogue).questions
    assert questions

    load(loaded, with_barrier(catalogue, questions=questions[1:]))

    assert [words["en"] for words in published(loaded).record["questions"]] == [
        question.en for question in questions[1:]
    ]
    with loaded.reading() as session:
        left = session.scalars(
            select(OpenQuestion.question_en).where(OpenQuestion.question_en == questions[0].en)
        )
        assert left.all() == []


def test_a_removed_citation_goes(loaded, catalogue):
    citations = barrier_of(catalogue).citations
    assert citations

    load(loaded, with_barrier(catalogue, citations=citations[1:]))

    assert len(published(loaded).record["citations"]) == len(citations) - 1


def test_a_provision_that_is_cited_for_the_first_time_is_made_with_the_parts_that_hold_it(
    loaded, catalogue
):
    citations = (*barrier_of(catalogue).citations, cites("sfs/2009:400#K99P9"))

    load(loaded, with_barrier(catalogue, citations=citations))

    with loaded.reading() as session:
        for key in ("sfs/2009:400#K99P9", "sfs/2009:400#K99"):
            assert get_published(session, RecordKind.PROVISION, key).number == 1


def test_a_record_that_is_no_longer_in_the_catalogue_stays(loaded, catalogue):
    before = rows(loaded)

    load(loaded, replace(catalogue, actions=()))

    assert rows(loaded) == before


def test_a_broken_file_loads_nothing_of_the_rest(loaded, content_copy):
    before = rows(loaded)
    new = (content_copy / f"barriers/{CODE}.md").read_text(encoding="utf-8")
    (content_copy / "barriers/H-2026-999.md").write_text(new.replace(CODE, "H-2026-999"))
    (content_copy / "cases/F-2026-002.md").write_text("---\ncode: F-2026-002\n---\n")

    with pytest.raises(BrokenContentError) as broken:
        load(loaded, read_whole_catalogue(content_copy))

    assert [fault.path for fault in broken.value.faults] == ["cases/F-2026-002.md"]
    assert rows(loaded) == before


def test_a_name_that_leads_nowhere_loads_nothing_of_the_rest(loaded, content_copy):
    before = rows(loaded)
    path = content_copy / f"barriers/{CODE}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nkinds: [", "\nkinds: [moonshine, ", 1))

    with pytest.raises(BrokenContentError) as broken:
        load(loaded, read_whole_catalogue(content_copy))

    (fault,) = broken.value.faults
    assert (fault.path, fault.message) == (
        f"barriers/{CODE}.md",
        "There is no term 'kind moonshine' in the catalogue.",
    )
    assert "moonshine" in path.read_text().splitlines()[fault.line - 1]
    assert rows(loaded) == before


def test_a_load_that_fails_half_way_leaves_nothing_behind(loaded, catalogue):
    before = rows(loaded)
    changed = with_barrier(catalogue, title=Pair("Ny titel", "New title"), waiting_for="nobody")

    with pytest.raises(Invalid):
        load(loaded, changed)

    assert rows(loaded) == before
    assert published(loaded).number == 1


def test_a_file_of_content_becomes_what_the_public_reads(loaded, content_copy):
    path = content_copy / f"barriers/{CODE}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("# wanted (en)\n", "# wanted (en)\n\nA **moon** for all.\n\n"))

    load(loaded, read_whole_catalogue(content_copy))

    assert "A <strong>moon</strong> for all." in published(loaded).record["texts"]["wanted"]["en"]


def by_hand(database, do):
    """Let an administrator *do* something with the barrier CODE."""
    with session_scope(database.writing) as session:
        admin = actor_of(make_user(session, Role.ADMIN))
        do(session, admin, find_record(session, Barrier, CODE))


def inside(session, admin, barrier):
    with changing(session, admin, barrier):
        set_inside_text(session, barrier, TextField.INTERNAL, "Ring Eva.")
        set_inside_text(session, barrier, TextField.WORKAROUND, "De faxar.")


def retitle(session, admin, barrier):
    with changing(session, admin, barrier):
        barrier.title_sv = "Personalens titel"


def resolve(session, admin, barrier):
    with changing(session, admin, barrier, verb="moved"):
        barrier.state, barrier.work_state = State.RESOLVED, WorkState.RESOLVED


def test_a_load_leaves_the_texts_that_stay_inside(loaded, catalogue):
    by_hand(loaded, inside)

    report = load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    assert (report.published, report.kept) == (1, ())
    with loaded.reading() as session:
        barrier = find_record(session, Barrier, CODE)
        said = {text.field: text.body_md for text in barrier.texts}
    assert said[TextField.INTERNAL] == "Ring Eva."
    assert said[TextField.WORKAROUND] == "De faxar."


@pytest.mark.parametrize("do", [retitle, resolve])
def test_what_a_person_has_changed_is_neither_overwritten_nor_published(loaded, catalogue, do):
    by_hand(loaded, do)
    before = rows(loaded)

    report = load(loaded, with_barrier(catalogue, summary=Pair("Ny text.", "New text.")))

    assert report.kept == (("barrier", CODE),)
    assert rows(loaded) == before
    assert published(loaded).number == 1


def test_a_note_leaves_the_file_its_say(loaded, catalogue):
    by_hand(loaded, lambda *given: write_note(*given, "En anteckning."))

    report = load(loaded, with_barrier(catalogue, title=Pair("Ny titel", "New title")))

    assert (report.published, report.kept) == (1, ())


def test_the_file_wins_over_people_where_the_command_says_so(loaded, catalogue):
    by_hand(loaded, retitle)

    with session_scope(loaded.writing) as session:
        report = load_catalogue(session, SYSTEM, catalogue, overwriting=[CODE])

    assert report.kept == ()
    with loaded.reading() as session:
        barrier = find_record(session, Barrier, CODE)
    assert barrier.title_sv == barrier_of(catalogue).title.sv


def test_a_code_that_the_catalogue_does_not_hold_is_not_overwritten(loaded, catalogue):
    with pytest.raises(Invalid), session_scope(loaded.writing) as session:
        load_catalogue(session, SYSTEM, catalogue, overwriting=["H-1999-001"])
