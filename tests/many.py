"""Ten thousand published barriers, written straight into the tables since makers would be slow."""

from sqlalchemy import insert

from kb.clock import now
from kb.models import Barrier, PublicMark, PublicRecord, PublicVersion
from kb.words import RecordKind, State, WorkState

SECTORS = ("school", "health-care", "social-services", "all")
ACT = "sfs/2009:400"


def write_barriers(session, template: dict, total: int) -> None:
    """Write *total* published barriers whose snapshots are *template* with a code of their own."""
    numbers = range(1, total + 1)
    _write_records(session, template, numbers)
    _write_public_rows(session, numbers)


def _write_records(session, template: dict, numbers: range) -> None:
    session.execute(
        insert(Barrier),
        [
            {
                "id": 1_000_000 + n,
                "code": _code(n),
                "state": _state(n),
                "work_state": WorkState.RECOGNISED,
                "version": 1,
            }
            for n in numbers
        ],
    )
    session.execute(
        insert(PublicVersion),
        [
            {
                "id": 1_000_000 + n,
                "record_id": 1_000_000 + n,
                "number": 1,
                "snapshot": {**template, "code": _code(n), "state": _state(n).value},
                "published_at": now(),
            }
            for n in numbers
        ],
    )


def _write_public_rows(session, numbers: range) -> None:
    session.execute(
        insert(PublicRecord),
        [
            {
                "record_id": 1_000_000 + n,
                "kind": RecordKind.BARRIER,
                "code": _code(n),
                "version_id": 1_000_000 + n,
                "title_sv": f"Hinder {n}",
                "title_en": f"Barrier {n}",
                "sort_key": f"{n:06}",
                "title_key_sv": f"hinder {n:06}",
                "title_key_en": f"barrier {n:06}",
                "moved_on": f"20{n % 30:02}",
                "first_published_at": now(),
                "withdrawal_reason": "",
            }
            for n in numbers
        ],
    )
    session.execute(
        insert(PublicMark),
        [
            {"record_id": 1_000_000 + n, "scheme": scheme, "value": value}
            for n in numbers
            for scheme, value in (
                ("state", _state(n).value),
                ("sector", SECTORS[n % len(SECTORS)]),
                ("law", ACT),
            )
        ],
    )


def _state(number: int) -> State:
    return list(State)[number % len(State)]


def _code(number: int) -> str:
    return f"H-2099-{number:05}"
