"""Sheets: what they would do, what they do, and that they do it once, whole and back again."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kb.barriers import import_run_operations
from kb.barriers.edit_drafts import LawDraft, Score, ScoresDraft, TypedCitation
from kb.barriers.edit_operations import revise_barrier
from kb.barriers.import_plans import Outcome
from kb.barriers.import_run_operations import run_import
from kb.barriers.sheet_checks import plan_sheet
from kb.barriers.sheet_operations import put_values
from kb.barriers.sheet_queries import get_lists
from kb.db.session import session_scope
from kb.errors import Conflict, Forbidden
from kb.law.name_queries import get_law_names
from kb.models import Barrier, ExternalKey, Notification, Revision
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import Certainty, Channel, CitationRole, Language, Role, WorkState
from tests.barriers.sheets import (
    SHEET,
    count_revisions,
    exported,
    log_barrier,
    make_ground,
    plan,
    take_in,
    upload,
)
from tests.staff import actor_of, make_user
from tests.statements import counted


@pytest.fixture
def ground(session):
    make_ground(session)
    return session


def whole(session, code) -> Barrier:
    session.expire_all()
    return find_record(session, Barrier, code)


def only_change(session):
    """The newest revision of a barrier."""
    return session.scalars(
        select(Revision).where(Revision.kind == "barrier").order_by(Revision.id.desc())
    ).first()


def full_barrier(session) -> Barrier:
    """A barrier with something in every column that a sheet can change."""
    owner = make_user(session, Role.LEGAL, email="lotta@example.se")
    barrier = log_barrier(
        session,
        working_title="Ett hinder, med komma; och semikolon",
        working_summary='Rad ett\nRad "två"\n\n=1+1',
        kinds=("outsourcing", "formality"),
        sectors=("school",),
        channel=Channel.MEDIA,
        reported_by="@någon",
    )
    session.flush()
    barrier = whole(session, barrier.code)
    citations = [
        TypedCitation(reference=text, role=role, certainty=Certainty.VERIFIED)
        for text, role in (
            ("26 kap. 1 § OSL", CitationRole.CAUSES),
            ("10 kap. 2 § första stycket OSL", CitationRole.CAUSES),
            ("prop. 2021/22:177", CitationRole.PREPARATORY),
            ("något som ingen förstår", CitationRole.CAUSES),
        )
    ]
    law = LawDraft(citations=tuple(citations), root_causes=("secrecy",), remedies=("riksdag", "eu"))
    scores = ScoresDraft(
        severity=Score(value=3, reason="Därför."),
        reach=Score(value=2, reason="Många."),
        horizon_year=2029,
    )
    revise_barrier(session, SYSTEM, barrier, barrier.version, law, scores)
    barrier.owner_id = owner.id
    session.flush()
    session.expunge_all()
    return barrier


def test_new_rows_become_drafts_with_what_their_cells_say(ground):
    batch = take_in(ground, SHEET)

    barrier = whole(ground, batch.report["lines"][0]["code"])
    assert barrier.work_state is WorkState.DRAFT
    assert barrier.working_title == "Nytt hinder"
    assert barrier.channel is Channel.MEMBER
    assert barrier.reported_on.isoformat() == "2026-02-28"
    assert [row.key for row in barrier.citations] == ["sfs/2009:400#K26P1"]
    assert barrier.citations[0].certainty is Certainty.INFERENCE
    assert batch.report["counts"]["create"] == 2


def test_whoever_imports_is_the_author_and_the_owner_is_told(ground):
    admin = make_user(ground, Role.ADMIN)
    owner = make_user(ground, Role.ADVOCACY, email="agare@example.se")

    batch = take_in(ground, "Titel;Ansvarig\nEtt;agare@example.se\n", actor_of(admin))

    barrier = whole(ground, batch.report["lines"][0]["code"])
    assert (barrier.author_id, barrier.owner_id) == (admin.id, owner.id)
    assert only_change(ground).changes["owner_id"] == [None, owner.id]
    assert ground.scalars(select(Notification.user_id)).all() == [owner.id]


def test_the_same_sheet_again_changes_nothing(ground):
    take_in(ground, SHEET)
    before = count_revisions(ground)

    batch = take_in(ground, SHEET)

    assert batch.report["counts"] == {"create": 0, "change": 0, "unchanged": 2, "faulty": 0}
    assert count_revisions(ground) == before
    assert ground.scalar(select(func.count()).select_from(ExternalKey)) == 2


def test_rows_without_an_id_of_their_own_are_known_again_by_their_title(ground):
    take_in(ground, "Titel\nEtt hinder\n")

    again = plan(ground, "Titel\nett  HINDER\n")

    assert again.rows[0].outcome is Outcome.CHANGE
    assert again.rows[0].code


def test_the_same_id_from_another_source_is_another_barrier(ground):
    take_in(ground, SHEET, source="lista")

    other = plan(ground, SHEET, source="annan")

    assert {row.outcome for row in other.rows} == {Outcome.CREATE}


@pytest.mark.parametrize("language", list(Language))
def test_an_export_that_comes_back_unchanged_writes_no_revision(ground, language):
    full_barrier(ground)
    take_in(ground, SHEET)
    before = count_revisions(ground)

    batch = take_in(ground, exported(ground, language))

    assert batch.report["counts"] == {"create": 0, "change": 0, "unchanged": 3, "faulty": 0}
    assert count_revisions(ground) == before


EDITS = {
    "working_title": ("Ett hinder, med komma; och semikolon", "Ny titel"),
    "channel": ("Medierna", "En remiss"),
    "severity": (",3,Därför.", ",4,Därför."),
    "terms": ("riksdag; eu", "eu"),
    "citations": ("26 kap. 1 § OSL; ", ""),
    "owner_id": ("lotta@example.se", ""),
}


@pytest.mark.parametrize("field", EDITS)
def test_one_edited_cell_writes_one_revision_of_that_field(ground, field):
    barrier = full_barrier(ground)
    sheet = exported(ground)
    before = count_revisions(ground)
    assert EDITS[field][0] in sheet

    take_in(ground, sheet.replace(*EDITS[field], 1))

    assert count_revisions(ground) == before + 1
    revision = only_change(ground)
    assert revision.code == barrier.code
    assert list(revision.changes) == [field]


def test_what_is_said_of_a_citation_that_stays_is_kept(ground):
    barrier = full_barrier(ground)
    sheet = exported(ground).replace("26 kap. 1 § OSL", "25 kap. 1 § OSL")

    take_in(ground, sheet)

    rows = whole(ground, barrier.code).citations
    assert [(row.key or row.text, row.certainty.value) for row in rows] == [
        ("sfs/2009:400#K10P2S1", "verified"),
        ("prop/2021/22:177", "verified"),
        ("något som ingen förstår", "verified"),
        ("sfs/2009:400#K25P1", "inference"),
    ]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t;,\"'=+-@"), max_size=40
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(title=TEXTS, summary=TEXTS, reporter=TEXTS, language=st.sampled_from(list(Language)))
def test_whatever_people_have_written_survives_the_round_trip(
    ground, title, summary, reporter, language
):
    barrier = log_barrier(ground, working_title="x", working_summary=summary, reported_by=reporter)
    barrier.working_title = " ".join(title.split()) or "x"
    ground.flush()
    ground.expunge_all()

    again = plan(ground, exported(ground, language))

    assert {row.outcome for row in again.rows} == {Outcome.UNCHANGED}


def test_nothing_is_imported_while_a_row_is_faulty(ground):
    faulty = plan(ground, SHEET + "A3;;;;;;\n")

    with pytest.raises(Conflict):
        run_import(ground, SYSTEM, faulty)

    assert count_revisions(ground) == 0


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_fault_on_the_way_undoes_everything(database, monkeypatch, failing):
    with session_scope(database.writing) as session:
        make_ground(session)
        take_in(session, SHEET)
        before = count_revisions(session)
    real, calls = import_run_operations.put_values, []

    def breaking(*arguments):
        calls.append(arguments)
        if len(calls) == failing:
            raise RuntimeError("The power went.")
        real(*arguments)

    monkeypatch.setattr(import_run_operations, "put_values", breaking)
    sheet = SHEET.replace("Ett till", "Ändrat").replace("Nytt hinder", "Bytt") + "A3;Tredje;;;;;\n"

    with pytest.raises(RuntimeError), session_scope(database.writing) as session:
        take_in(session, sheet)

    with database.reading() as session:
        assert count_revisions(session) == before
        assert session.scalar(select(func.count()).select_from(Barrier)) == 2


def test_a_barrier_that_was_changed_since_the_plan_is_not_overwritten(ground):
    take_in(ground, SHEET)
    old = plan(ground, SHEET.replace("Ett till", "Från arket"))
    ground.scalars(select(Barrier)).all()[1].working_title = "Av någon annan"
    ground.flush()
    ground.expunge_all()

    with pytest.raises(Conflict):
        run_import(ground, SYSTEM, old)


@pytest.mark.parametrize("role", [Role.ADVOCACY, Role.LEGAL])
def test_only_who_may_import_does(ground, role):
    actor = actor_of(make_user(ground, role))

    with pytest.raises(Forbidden):
        plan(ground, SHEET, actor)
    with pytest.raises(Forbidden):
        run_import(ground, actor, plan(ground, SHEET))


def test_a_report_is_plain_data(ground):
    faulty = plan(ground, SHEET + "A3;;;;;;\n")

    assert json.loads(json.dumps(faulty.as_data())) == faulty.as_data()


def test_a_plan_takes_as_many_statements_for_many_rows_as_for_few(database):
    with session_scope(database.writing) as session:
        make_ground(session)
        get_law_names(session)
    counts = []
    for rows in (2, 200):
        sheet = "Titel;Lagrum\n" + "".join(f"Rad {n};OSL\n" for n in range(rows))
        with database.writing() as session, counted(database.engine) as sent:
            plan(session, sheet)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_an_export_takes_as_many_statements_for_many_barriers_as_for_few(database):
    counts = []
    with session_scope(database.writing) as session:
        make_ground(session)
    for rows in (2, 40):
        sheet = "Titel;Lagrum\n" + "".join(f"Rad {n};OSL\n" for n in range(rows))
        with session_scope(database.writing) as session:
            take_in(session, sheet)
        with database.reading() as session:
            get_law_names(session)
        with database.reading() as session, counted(database.engine) as sent:
            exported(session)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_whoever_may_not_change_the_law_of_a_barrier_puts_none_into_it(ground):
    author = actor_of(make_user(ground, Role.ADVOCACY))
    barrier = whole(ground, log_barrier(ground, author).code)
    lists = get_lists(ground, Language.SV)
    put_values(author, barrier, {"remedy": ("eu",)}, lists)
    barrier.work_state = WorkState.RECOGNISED

    for key in ("remedy", "provisions", "root_cause", "practice_reason"):
        with pytest.raises(Forbidden):
            put_values(author, barrier, {key: ()}, lists)


def test_what_a_sheet_must_not_show_comes_back_empty_and_changes_nothing(ground):
    owner, other = (make_user(ground, Role.ADVOCACY) for _ in range(2))
    log_barrier(ground, actor_of(owner), reported_by="Källan")
    code = log_barrier(ground, actor_of(owner), reported_by="Källan").code
    ground.flush()
    lists = get_lists(ground, Language.SV)
    [row] = plan_sheet(
        ground,
        actor_of(other),
        upload(f"Kod;Vem som berättade\n{code};\n"),
        {"Kod": "code", "Vem som berättade": "reported_by"},
        lists,
    ).rows

    assert row.outcome is Outcome.UNCHANGED
    assert "Källan" not in exported(ground, actor=actor_of(other))
    assert exported(ground, actor=actor_of(owner)).count("Källan") == 2


def test_an_empty_cell_never_takes_away_who_told_us_of_a_barrier(ground):
    owner, admin = make_user(ground, Role.ADVOCACY), make_user(ground, Role.ADMIN)
    code = log_barrier(ground, actor_of(owner), reported_by="Källan").code
    sheet = "Kod;Vem som berättade;Arbetstitel\n{};{};Ny titel\n"
    names = {"Kod": "code", "Vem som berättade": "reported_by", "Arbetstitel": "working_title"}

    def read(reporter):
        given = upload(sheet.format(code, reporter))
        return plan_sheet(ground, actor_of(admin), given, names, get_lists(ground, Language.SV))

    assert list(read("").rows[0].values) == ["working_title"]
    assert set(read("En annan").rows[0].values) == {"reported_by", "working_title"}


def test_a_new_row_takes_few_statements(database):
    with session_scope(database.writing) as session:
        make_ground(session)
    counts = []
    for rows in (10, 20):
        sheet = "Titel;Lagrum\n" + "".join(f"Rad {n} av {rows};OSL\n" for n in range(rows))
        with session_scope(database.writing) as session:
            found = plan(session, sheet)
            with counted(database.engine) as sent:
                run_import(session, SYSTEM, found)
        counts.append(len(sent))

    assert (counts[1] - counts[0]) / 10 <= 10
