"""``python -m tests.bench_staff``: the staff's list of 20,000 barriers, signed in, as figures.

No test: milliseconds differ from machine to machine. The made barriers are written straight into
the tables, since logging so many would take an hour.
"""

import random
import sys
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy import insert, select

from kb.barriers.list_queries import SCHEMES
from kb.cli.bench import made_installation, signed_in_client
from kb.db.session import session_scope
from kb.models import (
    Barrier,
    Citation,
    Objective,
    ObjectiveImpact,
    Provision,
    RecordTerm,
    Term,
)
from kb.web.services import EXTENSION
from kb.words import Certainty, CitationRole, Direction, State, WorkState

BARRIERS, ROUNDS, FIRST_ID = 20_000, 20, 1_000_000
LISTS = {
    "whole list": "",
    "five filters": "?sector=school&sector=all&work-state=recognised&work-state=in-progress"
    "&state=open&owner=none&objective=1.5",
    "five filters, three vocabularies": "?sector=school&kind=information-sharing&remedy=riksdag"
    "&root-cause=secrecy&objective=2.1&objective=2.2",
    "five filters, law": "?law=sfs/2009:400&kind=information-sharing&work-state=recognised"
    "&root-cause=secrecy&objective=2.1&objective=2.2",
    "a page far back": "?page=900",
}


def write_barriers(session) -> None:
    """Write the barriers with terms, objectives and provisions chosen evenly."""
    dice = random.Random(1)
    ids = range(FIRST_ID, FIRST_ID + BARRIERS)
    write_records(session, ids, dice)
    write_ties(session, ids, dice)


def write_records(session, ids, dice) -> None:
    """Write the barriers themselves, with their terms."""
    terms: dict[str, list[int]] = {}
    for term in session.scalars(select(Term)):
        terms.setdefault(term.scheme, []).append(term.id)
    session.execute(
        insert(Barrier),
        [
            {
                "id": number,
                "code": f"H-2027-{number}",
                "state": dice.choice(list(State)),
                "work_state": dice.choice(list(WorkState)),
                "version": 1,
                "working_title": f"Hinder {number}",
            }
            for number in ids
        ],
    )
    session.execute(
        insert(RecordTerm),
        [
            {"record_id": number, "term_id": term}
            for number in ids
            for scheme in SCHEMES
            for term in dice.sample(terms[scheme], min(len(terms[scheme]), dice.choice([1, 1, 2])))
        ],
    )


def write_ties(session, ids, dice) -> None:
    """Write what the barriers stop and what they rest on."""
    objectives = list(session.scalars(select(Objective.id)))
    keys = list(session.scalars(select(Provision.code)))
    session.execute(
        insert(ObjectiveImpact),
        [
            {
                "barrier_id": number,
                "objective_id": objective,
                "position": position,
                "direction": Direction.BLOCKS,
                "strength": 2,
                "reason_sv": "x",
                "reason_en": "x",
                "certainty": Certainty.VERIFIED,
            }
            for number in ids
            for position, objective in enumerate(dice.sample(objectives, 2))
        ],
    )
    session.execute(
        insert(Citation),
        [
            {
                "record_id": number,
                "position": 0,
                "role": CitationRole.CAUSES,
                "key": dice.choice(keys),
                "certainty": Certainty.VERIFIED,
            }
            for number in ids
        ],
    )


def measure() -> None:
    """Ask for each list some times, and say how long it took."""
    with made_installation() as app:
        with session_scope(app.extensions[EXTENSION].database.writing) as session:
            write_barriers(session)
        client = signed_in_client(app)
        for name, query in LISTS.items():
            times = []
            for _ in range(ROUNDS + 1):
                begun = perf_counter()
                answer = client.get(f"/staff/barriers{query}")
                times.append((perf_counter() - begun) * 1_000)
                assert answer.status_code == 200, answer.status
            p95 = quantiles(times[1:], n=20)[-1]
            line = f"{name:<34} p50 {median(times[1:]):>6.0f} ms  p95 {p95:>6.0f} ms"
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    measure()
