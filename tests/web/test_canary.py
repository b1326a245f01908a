"""The canary: words that only staff may read are looked for in every answer that a stranger gets.

Each internal field of a draft and of a published barrier holds a word of its own, so that a leak
says where it comes from. The walk is made from the URL map: a new route is walked without being
named here.
"""

from datetime import date

import pytest
from sqlalchemy import select

from kb.app import create_app, open_indexes
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.models import (
    Barrier,
    Case,
    Consent,
    FormDraft,
    HandledLeak,
    Mail,
    Note,
    Organisation,
    Publication,
    RecordText,
    Review,
    SavedSearch,
)
from kb.search.outbox import drain, enqueue
from kb.text.markdown import RENDERER, render
from kb.words import (
    IndexVerb,
    Language,
    PublicationState,
    RecordKind,
    ReviewKind,
    Role,
    TextField,
    Verdict,
    WorkState,
)
from tests.staff import make_user

DRAFT, PUBLISHED, CASE = "H-2027-777", "H-2026-001", "F-2027-777"
#: Values to try for the arguments of routes.
VALUES = {
    "lang": ["sv", "en"],
    "code": [DRAFT, PUBLISHED, CASE, "F-2026-001", "P-2026-001", "L-2026-001", "1.5", "2", "digg"],
    "number": ["1"],
    "slug": ["about", "not-published"],
    "source": ["sfs"],
    "act": ["2009:400"],
    "fragment": ["K26P1"],
    "kind": ["barriers", "cases", "barrier"],
}
#: Queries that make a page show more than its address alone.
QUERIES = (
    "",
    "?q=Kanarie",
    f"?q={DRAFT}",
    "?sort=title&page=1",
    f"?barrier={DRAFT}&kind=barrier",
    "?told=saved",
)


def canary(number: int) -> str:
    """A word that stands nowhere else."""
    return f"Kanarieholk{number:03}xq"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, library):
    """An application whose internal fields are full of canaries, and which word means what."""
    import shutil

    from kb.config import Settings

    folder = tmp_path_factory.mktemp("canary") / "library"
    shutil.copytree(library.data_folder, folder)
    settings = Settings(data_dir=str(folder), secret_key="k" * 40)
    database = open_database(settings.database)
    words: dict[str, str] = {}

    def word(meaning: str) -> str:
        words[canary(len(words))] = meaning
        return list(words)[-1]

    with session_scope(database.writing) as session:
        _fill(session, word)
    drain(database, open_indexes(settings))
    database.engine.dispose()
    return create_app(settings), words


def _fill(session, word) -> None:
    person = make_user(session, Role.ADVOCACY, name=word("name of a person"))
    person.email = f"{word('address of a person')}@example.se"
    draft = Barrier(
        code=DRAFT,
        title_sv=word("public title of a draft"),
        title_en=word("public title of a draft, in English"),
        summary_sv=word("public summary of a draft"),
        work_state=WorkState.DRAFT,
    )
    case = Case(code=CASE, title_sv=word("title of an unpublished case"))
    session.add_all([draft, case])
    session.flush()
    published = session.scalars(select(Barrier).where(Barrier.code == PUBLISHED)).one()
    published.code = published.code
    for barrier, name in ((draft, "draft"), (published, "published barrier")):
        _fill_barrier(session, barrier, name, word, person)
        enqueue(session, RecordKind.BARRIER, barrier.code, IndexVerb.REFRESH)
    enqueue(session, RecordKind.CASE, CASE, IndexVerb.REFRESH)
    _add_text(session, case.id, TextField.INTERNAL, word("internal text of a case"))
    session.add_all(
        [
            SavedSearch(owner_id=person.id, name=word("name of a search"), query="q=x"),
            FormDraft(user_id=person.id, form="/staff/x", data={"title": [word("form draft")]}),
            Mail(
                user_id=person.id,
                occasion="canary",
                subject=word("subject of a mail"),
                body=word("body of a mail"),
            ),
        ]
    )


def _fill_barrier(session, barrier, name, word, person) -> None:
    for field in (
        "working_title", "working_summary", "reported_by", "practice_reason", "work_reason",
        "severity_reason", "reach_reason", "resolvability_reason", "horizon_reason",
        "stake_source", "priority_reason",
    ):  # fmt: skip
        setattr(barrier, field, word(f"{field} of a {name}"))
    barrier.owner_id = barrier.author_id = person.id
    barrier.reported_on = date(2026, 2, 3)
    for field in (TextField.INTERNAL, TextField.WORKAROUND):
        _add_text(session, barrier.id, field, word(f"{field} of a {name}"))
    note = word(f"note on a {name}")
    session.add(
        Note(
            record_id=barrier.id,
            author_id=person.id,
            body_md=note,
            body_html=render(note),
            rendered_by=RENDERER,
        )
    )
    session.add(
        Review(
            record_id=barrier.id,
            kind=ReviewKind.SCREENING,
            verdict=Verdict.RETURNED,
            reviewer_id=person.id,
            reason=word(f"question about a {name}"),
            reply=word(f"reply about a {name}"),
            answers={"is-law": word(f"screening answer about a {name}")},
        )
    )
    session.add(
        Publication(
            record_id=barrier.id,
            state=PublicationState.UNDECIDED if name == "draft" else PublicationState.PUBLISHED,
            reason=word(f"publication reason of a {name}"),
            author_id=person.id,
        )
    )
    body = session.scalars(select(Organisation).limit(1)).one()
    session.add(
        Consent(
            record_id=barrier.id,
            organisation_id=body.id,
            given_on=date(2026, 1, 1),
            given_by=word(f"giver of a consent for a {name}"),
        )
    )
    session.add(
        HandledLeak(
            record_id=barrier.id,
            kind="phone",
            text=word(f"handled leak of a {name}"),
            reason=word(f"reason for a leak of a {name}"),
            handled_by_id=person.id,
        )
    )
    session.flush()


def _add_text(session, record_id, field, text) -> None:
    session.add(
        RecordText(
            record_id=record_id,
            field=field,
            language=Language.SV,
            body_md=text,
            body_html=render(text),
            rendered_by=RENDERER,
        )
    )


def addresses_of(app) -> dict[str, set[str]]:
    """Every address that the URL map gives for VALUES, by method."""
    found: dict[str, set[str]] = {"GET": set(), "POST": set()}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            combinations = [{}]
            for name in rule.arguments:
                values = VALUES.get(name, ["1", DRAFT, "publish", "law"])
                combinations = [{**old, name: value} for old in combinations for value in values]
            for values in combinations:
                try:
                    address = rule.build(values, append_unknown=False)
                except ValueError:  # the route takes other words
                    continue
                if address:
                    for method in rule.methods & set(found):
                        found[method].add(address[1])
    return found


def test_no_answer_to_a_stranger_holds_a_word_that_only_staff_may_read(guarded):
    app, words = guarded
    client = app.test_client()
    addresses = addresses_of(app)
    leaks = []

    for address in sorted(addresses["GET"]):
        for query in QUERIES:
            answer = client.get(address + query)
            held = answer.get_data(as_text=True) + str(answer.headers)
            leaks += [(address + query, words[word]) for word in words if word in held]
    for address in sorted(addresses["POST"]):
        answer = client.post(address, data={"code": DRAFT, "q": "Kanarie"})
        held = answer.get_data(as_text=True) + str(answer.headers)
        leaks += [(address, words[word]) for word in words if word in held]

    assert len(addresses["GET"]) > 150
    assert len(words) > 40
    assert leaks == []


def test_a_word_of_the_inside_is_answered_like_nonsense(guarded):
    app, words = guarded
    client = app.test_client()

    for word in words:
        nonsense = "Xylofonstav" + word[11:]
        for address in ("/sv/search?q={}", "/en/search?q={}", "/sv/barriers?law={}", "/{}"):
            inside, outside = (client.get(address.format(w)) for w in (word, nonsense))
            assert inside.status_code == outside.status_code
            assert inside.text.replace(word, "·") == outside.text.replace(nonsense, "·"), words[
                word
            ]


def test_staff_find_every_word_of_a_draft_that_the_public_does_not(guarded):
    from kb.search.engine import Query
    from kb.web.services import EXTENSION

    app, words = guarded
    services = app.extensions[EXTENSION]
    searched = [word for word, meaning in words.items() if meaning in (
        "working_title of a draft", "internal of a draft", "note on a draft",
        "internal text of a case",
    )]  # fmt: skip

    inside = [services.internal_index.search(Query(text=word)).total for word in searched]
    outside = [services.public_index.search(Query(text=word)).total for word in searched]

    assert inside == [1] * 4
    assert outside == [0] * 4
