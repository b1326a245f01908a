"""Giving out codes: each is used once, whatever becomes of the record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import today
from kb.models import CodeCounter, Record


def next_code(session: Session, letter: str) -> str:
    """Give out the next code of this year, such as ``H-2026-015`` for *letter* ``H``.

    The counter is locked until the transaction ends, so that no two records get the same.
    """
    series = f"{letter}-{today().year}"
    counter = session.get(CodeCounter, series, with_for_update=True)
    if counter is None:
        counter = CodeCounter(series=series, last=_last_used(session, series))
        session.add(counter)
    counter.last += 1
    session.flush()
    return f"{series}-{counter.last:03}"


def _last_used(session: Session, series: str) -> int:
    """The highest number that the catalogue uses in *series*."""
    codes = session.scalars(select(Record.code).where(Record.code.startswith(f"{series}-")))
    numbers = (code.rpartition("-")[2] for code in codes)
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
