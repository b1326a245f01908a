"""Taking in the statute book: what is new is added, what is known stays."""

import pytest
from sqlalchemy import func, select

from kb.errors import Forbidden
from kb.law.statute_operations import StatuteSource, import_statutes
from kb.law.statute_queries import find_statute, list_amendments
from kb.models import (
    AmendedProvision,
    Amendment,
    EarlierWording,
    ImportBatch,
    Revision,
    Statute,
    StatutePart,
)
from kb.readers.archives import FailedFile
from kb.security.actor import ANONYMOUS, SYSTEM
from tests.law.book import FIRST, SECOND, TEXT, THIRD, statute, take

KEY = "sfs/2017:725"
LINE = ("2022:638", "2022-07-01", "ändr. 6 kap. 37 §")
REWORDED = TEXT.replace(
    "åt en anställd att besluta.", "åt en anställd att besluta. Lag (2025:700)."
)
NUMBERED = ("new", "changed", "unchanged", "failed", "wordings", "amendments_changed")


def counts(batch) -> dict[str, int]:
    numbers = batch.report["counts"]
    return {name: numbers[name] for name in NUMBERED if numbers.get(name)}


def rows(session) -> list[list]:
    """Everything that the book holds, with the ids of its rows."""
    session.flush()
    session.expire_all()
    columns = (
        (Statute.id, Statute.key, Statute.title, Statute.department, Statute.digest,
         Statute.seen_on, Statute.text_on, Statute.register_on, Statute.repealed_by),
        (StatutePart.id, StatutePart.fragment, StatutePart.text),
        (Amendment.id, Amendment.number, Amendment.in_force_on, Amendment.note,
         Amendment.first_seen_at),
        (AmendedProvision.amendment_id, AmendedProvision.fragment),
        (EarlierWording.id, EarlierWording.text, EarlierWording.until_on),
    )  # fmt: skip
    return [session.execute(select(*each).order_by(*each[:2])).all() for each in columns]


def told_by(session) -> list[tuple[str, str | None, str]]:
    """The register as it is kept: number, day, note."""
    statement = select(Amendment.number, Amendment.in_force_on, Amendment.note)
    return [tuple(row) for row in session.execute(statement.order_by(Amendment.position))]


def words_of(session, fragment="K6P37") -> str:
    statement = select(StatutePart.text).where(StatutePart.fragment == fragment)
    return session.scalars(statement).one()


def earlier(session) -> list[tuple[str, str, str]]:
    statement = select(EarlierWording.fragment, EarlierWording.text, EarlierWording.until_on)
    return [tuple(row) for row in session.execute(statement)]


def test_the_same_source_twice_changes_no_row(session):
    files = (statute(text=TEXT, register=[LINE]), statute("2009:400", "OSL"))
    take(session, *files)
    before = rows(session)

    batch = take(session, *files)

    assert rows(session) == before
    assert counts(batch) == {"unchanged": 2}


def test_a_source_that_changes_nothing_tells_the_history_only_how_many_files_it_held(session):
    take(session, statute(text=TEXT))
    take(session, statute(text=TEXT))

    told = session.scalars(
        select(Revision.changes).where(Revision.kind == "statutes").order_by(Revision.id)
    ).all()

    assert told[-1] == {"files": [None, 1], "unchanged": [None, 1]}


def test_a_newer_source_with_the_same_file_is_only_dated_anew(session):
    take(session, statute(text=TEXT, register=[LINE]))

    batch = take(session, statute(text=TEXT, register=[LINE]), on=SECOND)

    known = find_statute(session, KEY)
    assert (known.seen_on, known.text_on, known.register_on) == (SECOND, SECOND, SECOND)
    assert counts(batch) == {"unchanged": 1}


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_text_of_one_source_and_register_of_another_complete_each_other(session, order):
    files = {FIRST: statute(register=[LINE]), SECOND: statute(text=TEXT)}

    for day in order:
        take(session, files[day], on=day)

    known = find_statute(session, KEY)
    assert (known.text_on, known.register_on, known.seen_on) == (SECOND, FIRST, SECOND)
    assert told_by(session) == [LINE]
    assert words_of(session) == "En nämnd får uppdra åt en anställd att besluta."


def test_an_older_source_after_a_newer_one_overwrites_nothing(session):
    newer = statute(
        title="Nya namnet",
        text=REWORDED,
        register=[("2022:638", "2022-08-01", "ändr. 6 kap. 38 §")],
        departement="Finans",
    )
    take(session, newer, on=SECOND)
    before = rows(session)

    batch = take(session, statute(text=TEXT, register=[LINE], departement="Civil"), on=FIRST)

    assert rows(session) == before
    assert counts(batch) == {"unchanged": 1}


def test_an_older_text_after_a_newer_register_does_not_bring_its_own_register_back(session):
    line = ("2022:638", "2022-08-01", "ändr. 6 kap. 38 §")
    take(session, statute(register=[line]), on=SECOND)

    take(session, statute(text=TEXT, register=[LINE]), on=FIRST)

    assert told_by(session) == [line]
    assert words_of(session, "K5P37")


def test_an_older_source_fills_in_what_the_head_and_the_lines_lack(session):
    take(session, statute(register=[("2022:638", None, "ändr. 6 kap. 37 §")]), on=SECOND)
    old = statute(register=[LINE, ("2021:1", None, "ändr. 1 §")], departement="Finans")

    batch = take(session, old, on=FIRST)

    assert find_statute(session, KEY).department == "Finans"
    assert told_by(session) == [LINE, ("2021:1", None, "ändr. 1 §")]
    assert counts(batch) == {"changed": 1, "amendments_changed": 1}


def test_a_source_between_two_others_brings_the_register_that_the_newest_lacks(session):
    take(session, statute(register=[LINE]), on=FIRST)
    take(session, statute(text=TEXT), on=THIRD)

    take(session, statute(register=[LINE, ("2025:7", None, "")]), on=SECOND)

    known = find_statute(session, KEY)
    assert (known.register_on, known.seen_on) == (SECOND, THIRD)
    assert [number for number, _, _ in told_by(session)] == ["2022:638", "2025:7"]


def test_a_line_that_the_newer_register_lacks_stays(session):
    take(session, statute(register=[LINE, ("2021:1", None, "ändr. 1 §")]))

    take(session, statute(register=[LINE]), on=SECOND)

    assert [number for number, _, _ in told_by(session)] == ["2022:638", "2021:1"]


def test_a_note_that_changes_is_read_again_in_its_place(session):
    take(session, statute(register=[("2025:7", None, "ändr. 6 kap. 37 §")]))

    take(session, statute(register=[("2025:7", "2026-01-01", "ändr. 6 kap. 38 §")]), on=SECOND)

    (line,) = list_amendments(session, find_statute(session, KEY))
    assert line.in_force_on == "2026-01-01"
    assert [fragment for fragment, _ in line.touches] == ["K6P38"]


def test_what_a_newer_register_leaves_out_of_a_line_stays(session):
    take(session, statute(register=[LINE]))

    take(session, statute(register=[("2022:638", None, "")]), on=SECOND)

    assert told_by(session) == [LINE]


def test_one_act_on_two_lines_is_two_lines(session):
    lines = [("2022:638", "2022-07-01", "ändr. 1 §"), ("2022:638", "2023-01-01", "ändr. 2 §")]
    for _time in range(2):
        take(session, statute(register=lines))

    assert told_by(session) == lines


def test_a_text_that_differs_is_kept_as_an_earlier_wording_with_its_day(session):
    take(session, statute(text=TEXT))

    batch = take(session, statute(text=REWORDED), on=SECOND)

    was = "En nämnd får uppdra åt en anställd att besluta."
    assert earlier(session) == [("K6P37", was, FIRST)]
    assert words_of(session).endswith("Lag (2025:700).")
    assert counts(batch) == {"changed": 1, "wordings": 1}


def test_a_section_that_is_gone_is_kept_as_an_earlier_wording(session):
    take(session, statute(text=TEXT))

    take(session, statute(text=TEXT.partition("#### 38 §")[0]), on=SECOND)

    assert [fragment for fragment, _, _ in earlier(session)] == ["K6P38"]


def test_white_space_alone_is_no_difference(session):
    take(session, statute(text=TEXT))

    take(session, statute(text=TEXT.replace("får uppdra åt", "får\nuppdra  åt")), on=SECOND)

    assert earlier(session) == []


def test_the_text_of_a_source_that_has_none_stays(session):
    take(session, statute(text=TEXT))

    take(session, statute(departement="Finans"), on=SECOND)

    known = find_statute(session, KEY)
    assert (known.has_text, known.text_on) == (True, FIRST)
    assert words_of(session)


def test_the_whole_act_repealed_by_a_line_is_told_with_day_and_act(session):
    take(session, statute(register=[("2025:9", "2026-01-01", "upph.")]))

    known = find_statute(session, KEY)

    assert (known.repealed_by, known.repealed_on) == ("2025:9", "2026-01-01")


def test_a_section_repealed_is_no_repeal_of_the_act(session):
    take(session, statute(register=[("2025:9", "2026-01-01", "upph. 5 §")]))

    assert find_statute(session, KEY).repealed_by == ""


def test_a_repeal_whose_day_comes_later_is_dated(session):
    take(session, statute(register=[("2025:9", None, "upph.")]))

    take(session, statute(register=[("2025:9", "2026-01-01", "upph.")]), on=SECOND)

    assert find_statute(session, KEY).repealed_on == "2026-01-01"


def test_a_number_with_a_page_has_a_key_of_its_own(session):
    take(session, statute("1827:60 s.1007", "Kungörelse"), statute("1827:60 s.1008", "Annan"))

    known = find_statute(session, "sfs/1827:60s1007")

    assert (known.number, known.title) == ("1827:60 s.1007", "Kungörelse")


def test_a_file_that_failed_is_reported_and_deletes_nothing(session):
    take(session, statute(text=TEXT, register=[LINE]))
    before = rows(session)

    batch = take(session, FailedFile("2017/sfs-2017-725.md", "The file is not UTF-8."), on=SECOND)

    assert rows(session) == before
    assert batch.report["failures"] == [["2017/sfs-2017-725.md", "The file is not UTF-8."]]


def test_what_of_a_note_is_not_understood_is_reported_and_kept(session):
    batch = take(session, statute(register=[("2022:638", None, "ändr. 6 kap. 37 §; hokus 7")]))

    ((key, number, note, unread),) = batch.report["unread"]
    assert (key, number, note) == (KEY, "2022:638", "ändr. 6 kap. 37 §; hokus 7")
    assert "hokus" in unread
    assert told_by(session)[0][2] == note


def test_only_whoever_may_import_takes_statutes_in(database):
    source = StatuteSource(file_name="x", state_on=FIRST, rows=())

    with pytest.raises(Forbidden):
        import_statutes(database.writing, ANONYMOUS, source)


def test_an_import_that_is_stopped_and_begun_again_ends_as_one_that_was_not(database):
    files = [statute(f"2020:{number}", f"Lag {number}", text=TEXT) for number in range(1, 251)]

    def stopped():
        yield from files[:150]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_statutes(
            database.writing,
            SYSTEM,
            StatuteSource(file_name="x", state_on=FIRST, rows=stopped()),
        )
    with database.reading() as session:
        kept = session.scalar(select(func.count()).select_from(Statute))

    batch = import_statutes(
        database.writing, SYSTEM, StatuteSource(file_name="x", state_on=FIRST, rows=iter(files))
    )

    assert kept == 100
    assert counts(batch) == {"new": 150, "unchanged": 100}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Statute)) == 250
        finished = session.scalars(select(ImportBatch.finished_at).order_by(ImportBatch.id)).all()
        assert [moment is not None for moment in finished] == [False, True]


def test_progress_is_told_by_the_hundred(database):
    files = [statute(f"2020:{number}", f"Lag {number}") for number in range(1, 121)]
    done = []

    import_statutes(
        database.writing,
        SYSTEM,
        StatuteSource(file_name="x", state_on=FIRST, rows=iter(files)),
        progress=done.append,
    )

    assert done == [100, 20]
