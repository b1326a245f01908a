"""Notes: talk on a record that tells whom it mentions and changes nothing else."""

import pytest
from sqlalchemy import select

from kb.db.session import session_scope
from kb.discovery.sources import internal_documents
from kb.errors import Forbidden, Invalid, NotFound
from kb.models import Barrier, Follow, Note, Notification, Revision
from kb.records.note_operations import (
    MOST_CHARACTERS,
    edit_note,
    pin_note,
    remove_note,
    write_note,
)
from kb.records.note_queries import get_note, list_notes, map_unknown
from kb.records.queries import find_record
from kb.search.engine import Query
from kb.search.outbox import Index, drain
from kb.search.whoosh_engine import WhooshEngine
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import News, Role
from tests.makers import make_barrier, make_matter
from tests.staff import actor_of, make_user

#: What notes of a test speak of.
WORDS = ("xylofonen", "fagotten")


@pytest.fixture
def eva(session):
    return make_user(session, Role.ADVOCACY, "Eva", "eva.lind@example.se")


@pytest.fixture
def bo(session):
    return make_user(session, Role.LEGAL, "Bo", "bo.ek@example.se")


def told(session) -> list[tuple[int, News]]:
    rows = session.scalars(select(Notification).order_by(Notification.id))
    return [(row.user_id, row.news) for row in rows]


@pytest.mark.parametrize("make", [make_barrier, make_matter])
def test_a_note_can_be_written_on_any_kind_of_record(session, eva, make):
    record = make(session)

    write_note(session, actor_of(eva), record, "Jag **ringde** dem.\r\n")

    note = list_notes(session, actor_of(eva), record)[0]
    assert note.author.name == "Eva"
    assert note.body_md == "Jag **ringde** dem."
    assert "<strong>ringde</strong>" in note.body_html


def test_a_note_leaves_the_version_of_the_record_alone(session, eva):
    record = make_barrier(session)
    before = record.version

    write_note(session, actor_of(eva), record, "En anteckning.")

    assert record.version == before


def test_whoever_is_mentioned_is_told_and_joins_no_team(session, eva, bo):
    record = make_barrier(session)

    write_note(session, actor_of(eva), record, "Vad säger @bo.ek och @eva.lind?")

    assert told(session) == [(bo.id, News.MENTIONED)]
    assert record.members == []


def test_whoever_follows_the_record_is_told_of_the_note(session, eva, bo):
    record = make_barrier(session)
    session.add(Follow(user_id=bo.id, record_id=record.id))
    session.flush()

    write_note(session, actor_of(eva), record, "En anteckning.")

    assert told(session) == [(bo.id, News.NOTED)]


def test_a_mention_weighs_more_than_a_follow(session, eva, bo):
    record = make_barrier(session)
    session.add(Follow(user_id=bo.id, record_id=record.id))
    session.flush()

    write_note(session, actor_of(eva), record, "Se här, @bo.ek.")

    assert told(session) == [(bo.id, News.MENTIONED)]


def test_a_closed_account_is_not_told_and_counts_as_nobodys(session, eva, bo):
    bo.is_active = False
    record = make_barrier(session)

    write_note(session, actor_of(eva), record, "Se här, @bo.ek och @ingen.")

    notes = list_notes(session, actor_of(eva), record)
    assert told(session) == []
    assert map_unknown(session, actor_of(eva), notes) == {notes[0].id: ["bo.ek", "ingen"]}


def test_handles_that_are_nobodys_are_told_to_the_writer_alone(session, eva, bo):
    record = make_barrier(session)
    write_note(session, actor_of(eva), record, "@ingen")

    notes = list_notes(session, actor_of(bo), record)

    assert map_unknown(session, actor_of(bo), notes) == {}


@pytest.mark.parametrize("text", ["", " \n ", "x" * (MOST_CHARACTERS + 1), "[" * 500])
def test_an_empty_a_long_or_a_hostile_note_is_refused(session, eva, text):
    record = make_barrier(session)

    with pytest.raises(Invalid):
        write_note(session, actor_of(eva), record, text)


def test_a_note_is_cleaned_of_what_could_run(session, eva):
    note = write_note(session, actor_of(eva), make_barrier(session), "<script>x</script> hej")

    assert "<script" not in note.body_html


def test_a_changed_note_says_so_and_tells_only_the_newly_mentioned(session, eva, bo):
    record = make_barrier(session)
    other = make_user(session, Role.ADMIN, "Ida", "ida@example.se")
    note = write_note(session, actor_of(eva), record, "Se här, @bo.ek.")

    edit_note(session, actor_of(eva), record, note, "Se här, @bo.ek och @ida.")

    assert note.edited_at is not None
    assert told(session) == [(bo.id, News.MENTIONED), (other.id, News.MENTIONED)]


def test_a_note_that_is_saved_as_it_was_is_not_marked_as_edited(session, eva):
    record = make_barrier(session)
    note = write_note(session, actor_of(eva), record, "Samma.")

    edit_note(session, actor_of(eva), record, note, " Samma. ")

    assert note.edited_at is None


def test_nobody_changes_or_removes_the_note_of_another(session, eva, bo):
    record = make_barrier(session)
    note = write_note(session, actor_of(eva), record, "Min.")

    with pytest.raises(Forbidden):
        edit_note(session, actor_of(bo), record, note, "Din.")
    with pytest.raises(Forbidden):
        remove_note(session, actor_of(bo), record, note)

    assert note.body_md == "Min."


def test_a_removed_note_is_gone_and_the_history_tells_that_it_was_there(session, eva):
    record = make_barrier(session)
    note = write_note(session, actor_of(eva), record, "Fel hinder.")
    note_id = note.id

    remove_note(session, actor_of(eva), record, note)

    verbs = [row.verb for row in session.scalars(select(Revision).order_by(Revision.number))]
    changes = [row.changes for row in session.scalars(select(Revision))]
    assert session.scalars(select(Note)).all() == []
    assert verbs[-2:] == ["noted", "removed a note"]
    assert changes[-1] == {"note": [note_id, None]}
    assert "Fel hinder" not in str(changes)


def test_what_a_note_says_now_is_what_the_internal_search_finds(database, tmp_path):
    index = Index("internal", WhooshEngine(tmp_path / "internal"), internal_documents)
    with session_scope(database.writing) as session:
        writer = actor_of(make_user(session, Role.ADVOCACY))
        code = make_barrier(session).code

    def found(work, *texts):
        with session_scope(database.writing) as session:
            record = find_record(session, Barrier, code)
            work(session, writer, record, *session.scalars(select(Note)), *texts)
        drain(database, [index])
        return [word for word in WORDS if index.engine.search(Query(text=word)).total]

    assert found(write_note, "Xylofonen spelar.") == ["xylofonen"]
    assert found(edit_note, "Fagotten spelar.") == ["fagotten"]
    assert found(remove_note) == []


def test_a_pinned_note_stands_first(session, eva, bo):
    record = make_barrier(session)
    first = write_note(session, actor_of(eva), record, "Först.")
    write_note(session, actor_of(eva), record, "Sedan.")

    pin_note(session, actor_of(bo), record, first, is_pinned=True)
    pinned = [note.body_md for note in list_notes(session, actor_of(eva), record)]
    pin_note(session, actor_of(bo), record, first, is_pinned=False)
    let_go = [note.body_md for note in list_notes(session, actor_of(eva), record)]

    assert pinned == ["Först.", "Sedan."]
    assert let_go == ["Sedan.", "Först."]


def test_pinning_what_is_pinned_leaves_no_trace(session, eva):
    record = make_barrier(session)
    note = write_note(session, actor_of(eva), record, "Först.")
    before = len(session.scalars(select(Revision)).all())

    pin_note(session, actor_of(eva), record, note, is_pinned=False)

    assert len(session.scalars(select(Revision)).all()) == before


def test_the_public_reads_no_note(session, eva):
    record = make_barrier(session)
    note = write_note(session, actor_of(eva), record, "Internt.")

    assert list_notes(session, ANONYMOUS, record) == []
    with pytest.raises(NotFound):
        get_note(session, ANONYMOUS, record, note.id)


def test_a_note_is_found_on_its_own_record_alone(session, eva):
    note = write_note(session, actor_of(eva), make_barrier(session), "Här.")

    with pytest.raises(NotFound):
        get_note(session, actor_of(eva), make_barrier(session), note.id)


def test_the_system_writes_no_notes(session):
    with pytest.raises(Forbidden):
        write_note(session, SYSTEM, make_barrier(session), "Hej.")
