"""How often somebody may try: counted in the database, so that all workers count together.

What is counted is a bucket: a hash of what was tried from where. Ten failures in ten minutes close
it for ten minutes; each further failure doubles the time. Rest opens it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.db.begun import begun
from kb.models import Throttle

#: A count is forgotten so many minutes after the last failure, or after the bucket has opened.
MINUTES = 10
#: No bucket stays closed for longer, in minutes.
LONGEST_MINUTES = 120
#: How many bits of an IPv6 address name the subscriber.
_SUBSCRIBER = 64


@dataclass(frozen=True)
class Bucket:
    """What is counted, and after how many failures it closes."""

    key: str
    limit: int
    #: How long after the last failure the count is forgotten, in minutes.
    rest: int = MINUTES


def bucket(limit: int, *parts: str, rest: int = MINUTES) -> Bucket:
    """The bucket for *parts*, such as an account and an address; they are kept as a hash alone."""
    return Bucket(sha256("\0".join(parts).encode()).hexdigest(), limit, rest)


def place_of(address: str) -> str:
    """Where *address* counts as: itself, or its /64 for IPv6, of which one subscriber has it all.

    What is no address counts as itself.
    """
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv4Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(IPv6Network((int(read), _SUBSCRIBER), strict=False))


def seconds_to_wait(session: Session, buckets: list[Bucket]) -> int:
    """Seconds until all of *buckets* are open; 0 when they are."""
    keys = [each.key for each in buckets]
    closed = session.scalars(
        select(Throttle.closed_until).where(
            Throttle.bucket.in_(keys), Throttle.closed_until > now()
        )
    ).all()
    return max((ceil((until - now()).total_seconds()) for until in closed if until), default=0)


def count_failure(session: Session, buckets: list[Bucket]) -> bool:
    """Count a failure in each of *buckets*; returns whether any of them is full and now closed."""
    has_closed = False
    for each in sorted(buckets, key=lambda each: each.key):
        row = _locked(session, each.key)
        if _is_forgotten(row, each.rest):
            row.failures, row.closed_until = 0, None
        row.failures += 1
        row.since = now()
        if row.failures >= each.limit:
            minutes = min(MINUTES * 2 ** min(row.failures - each.limit, 10), LONGEST_MINUTES)
            row.closed_until = row.since + timedelta(minutes=minutes)
            has_closed = True
    session.flush()
    return has_closed


def forget_failures(session: Session, buckets: list[Bucket]) -> None:
    """Forget what was counted in *buckets*."""
    keys = [each.key for each in buckets]
    session.execute(delete(Throttle).where(Throttle.bucket.in_(keys)))


def _locked(session: Session, key: str) -> Throttle:
    """The row of a bucket, begun if need be, locked until the transaction ends."""

    def find() -> Throttle | None:
        return session.get(Throttle, key, with_for_update=True, populate_existing=True)

    # Another worker may begin the same bucket in the same moment.
    return find() or begun(session, Throttle(bucket=key, failures=0, since=now()), find)


def _is_forgotten(row: Throttle, rest: int) -> bool:
    last: datetime = max(row.since, row.closed_until or row.since)
    return last < now() - timedelta(minutes=rest)
