"""Giving out codes: each is used once, whatever becomes of the record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import today
from kb.db.begun import begun
from kb.models import CodeCounter, Record


def next_code(session: Session, letter: str) -> str:
    """Give out the next code of this year, such as ``H-2026-015`` for *letter* ``H``.

    The counter is locked until the transaction ends, so that no two records get the same.
    """
    series = f"{letter}-{today().year}"
    counter = locked_counter(session, series)
    counter.last += 1
    session.flush()
    return f"{series}-{counter.last:03}"


def locked_counter(session: Session, series: str) -> CodeCounter:
    """The counter of *series*, begun if need be, locked until the transaction ends.

    Whoever else asks for it waits, also when it is only just being begun.
    """

    def find() -> CodeCounter | None:
        return session.get(CodeCounter, series, with_for_update=True, populate_existing=True)

    counter = find()
    if counter is not None:
        return counter
    return begun(session, CodeCounter(series=series, last=_last_used(session, series)), find)


def _last_used(session: Session, series: str) -> int:
    """The highest number that the catalogue uses in *series*."""
    codes = session.scalars(select(Record.code).where(Record.code.startswith(f"{series}-")))
    numbers = (code.rpartition("-")[2] for code in codes)
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
