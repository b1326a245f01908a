"""What is true of the engine on Whoosh alone: files, processes, damage, swaps."""

import contextlib
import errno
import multiprocessing
import threading

import pytest
from whoosh.writing import SegmentWriter

from kb.search import whoosh_schema
from kb.search.engine import BrokenIndexError, BusyIndexError, Document, Query
from kb.search.whoosh_engine import WhooshEngine
from kb.search.whoosh_store import IndexStore
from kb.words import Pair


def make_documents(codes, title="Arkiv"):
    empty = Pair("", "")
    return [
        Document(kind="barrier", code=code, title=Pair(title, ""), summary=empty, body=empty)
        for code in codes
    ]


def fill(folder, prefix, count):
    engine = WhooshEngine(folder)
    for number in range(count):
        engine.upsert(make_documents([f"{prefix}-{number}"]))


@pytest.fixture
def engine(tmp_path):
    made = WhooshEngine(tmp_path / "index")
    yield made
    made.close()


def test_making_an_engine_touches_nothing(tmp_path):
    WhooshEngine(tmp_path / "index")

    assert list(tmp_path.iterdir()) == []


def test_another_process_sees_a_commit_at_its_next_search(engine, tmp_path):
    other = WhooshEngine(tmp_path / "index")
    assert other.search(Query(text="arkiv")).total == 0

    engine.upsert(make_documents(["H-1"]))

    assert other.search(Query(text="arkiv")).total == 1


def test_another_process_sees_a_rebuild_at_its_next_search(engine, tmp_path):
    engine.upsert(make_documents(["H-1"]))
    other = WhooshEngine(tmp_path / "index")
    assert other.search(Query(text="arkiv")).total == 1

    engine.rebuild(make_documents(["H-1", "H-2"]))

    assert other.search(Query(text="arkiv")).total == 2


def test_a_record_removed_by_another_process_is_not_found_any_more(engine, tmp_path):
    engine.upsert(make_documents(["H-1", "H-2"]))
    other = WhooshEngine(tmp_path / "index")
    assert other.search(Query(text="arkiv")).total == 2

    engine.remove([("barrier", "H-1")])

    assert other.search(Query(text="arkiv")).total == 1


def test_many_small_commits_that_whoosh_merges_count_each_record_once(engine):
    for number in range(25):
        engine.upsert(make_documents([f"H-{number % 20}"]))
        engine.search(Query(text="arkiv"))

    assert engine.search(Query(text="arkiv")).total == 20


def test_two_processes_that_write_wait_for_each_other(tmp_path):
    folder = tmp_path / "index"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=fill, args=(folder, prefix, 5)) for prefix in "AB"]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(WhooshEngine(folder).digests()) == 10


def test_threads_that_write_and_read_one_engine_lose_nothing(engine):
    def write(prefix):
        for number in range(4):
            engine.upsert(make_documents([f"{prefix}-{number}"]))
            engine.search(Query(text="arkiv"))

    threads = [threading.Thread(target=write, args=(prefix,)) for prefix in "ABC"]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert engine.search(Query(text="arkiv")).total == 12


def test_readers_never_see_a_rebuild_half_done(engine, tmp_path):
    codes = [f"H-{number}" for number in range(40)]
    engine.rebuild(make_documents(codes))
    seen, failures, done = set(), [], threading.Event()

    def read():
        reader = WhooshEngine(tmp_path / "index")
        while not done.is_set():
            try:
                seen.add(reader.search(Query(text="arkiv")).total)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        engine.rebuild(make_documents(codes))
    done.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert seen == {40}


def test_a_writer_gives_up_when_another_does_not_end(tmp_path):
    store = IndexStore(tmp_path / "index")
    hasty = WhooshEngine(tmp_path / "index", lock_wait_seconds=0.1)
    hasty.status()

    with store.locked(), pytest.raises(BusyIndexError):
        hasty.upsert(make_documents(["H-1"]))


def test_a_search_does_not_wait_for_a_writer(engine, tmp_path):
    engine.upsert(make_documents(["H-1"]))

    # One that had to wait for the lock would give up at once.
    hasty = WhooshEngine(tmp_path / "index", lock_wait_seconds=0.1)

    with IndexStore(tmp_path / "index").locked():
        assert hasty.search(Query(text="arkiv")).total == 1


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(engine, tmp_path):
    engine.upsert(make_documents(["H-1"]))

    def failing():
        yield from make_documents(["H-2"])
        raise RuntimeError("The source failed.")

    with pytest.raises(RuntimeError):
        engine.rebuild(failing())

    assert list(engine.digests()) == [("barrier", "H-1")]
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_a_rebuild_sweeps_away_what_killed_runs_left(engine, tmp_path):
    engine.upsert(make_documents(["H-1"]))
    (tmp_path / "index" / "index-left").mkdir()

    engine.rebuild(make_documents(["H-1"]))

    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def break_pointer(folder):
    (folder / "CURRENT").write_text("nonsense")


def lose_pointer(folder):
    (folder / "CURRENT").unlink()


def cut_files(folder):
    for path in folder.glob("index-*/*"):
        if path.name != "LOCK":
            path.write_bytes(path.read_bytes()[:10])


def lose_files(folder):
    for path in folder.glob("index-*/*"):
        path.unlink()


def lose_segments(folder):
    for path in folder.glob("index-*/*.trm"):
        path.unlink()


DAMAGES = [break_pointer, lose_pointer, cut_files, lose_files, lose_segments]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_told_by_name_and_mended_by_a_rebuild(engine, tmp_path, damage):
    engine.upsert(make_documents(["H-1"]))
    engine.close()
    damage(tmp_path / "index")

    with pytest.raises(BrokenIndexError):
        engine.search(Query(text="arkiv"))
    with pytest.raises(BrokenIndexError):
        engine.upsert(make_documents(["H-2"]))
    engine.rebuild(make_documents(["H-1"]))

    assert engine.search(Query(text="arkiv")).total == 1


def test_flipped_bytes_are_told_by_name_or_do_no_harm(engine, tmp_path):
    engine.upsert(make_documents([f"H-{number}" for number in range(20)]))
    engine.close()
    files = [path for path in (tmp_path / "index").glob("index-*/*") if path.stat().st_size]

    for path in files:
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 20)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            with contextlib.suppress(BrokenIndexError):
                engine.search(Query(text="arkiv"))
            engine.close()
        path.write_bytes(whole)

    assert engine.search(Query(text="arkiv")).total == 20


def test_an_index_of_another_form_asks_for_a_rebuild(engine, monkeypatch):
    engine.upsert(make_documents(["H-1"]))
    engine.close()
    monkeypatch.setattr(whoosh_schema, "_FORM", whoosh_schema._FORM + 1)

    with pytest.raises(BrokenIndexError):
        engine.status()


def test_a_full_disk_is_no_damage(engine, monkeypatch):
    engine.upsert(make_documents(["H-1"]))

    def fail(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SegmentWriter, "commit", fail)

    with pytest.raises(OSError, match="No space left"):
        engine.upsert(make_documents(["H-2"]))


def test_an_unused_value_is_no_error(engine):
    engine.upsert([])
    engine.remove([])

    assert engine.status().documents == 0


def test_removing_what_is_not_there_commits_nothing(engine, tmp_path):
    engine.upsert(make_documents(["H-1"]))
    before = sorted(path.name for path in (tmp_path / "index").glob("index-*/*.toc"))

    engine.remove([("barrier", "H-999")])

    assert sorted(path.name for path in (tmp_path / "index").glob("index-*/*.toc")) == before
