"""Changing many barriers at once: chosen, previewed, done, and undone within ten minutes.

Each barrier is changed by a revision of its own. Whoever changes many may change no more than one
by one: barriers that they may not change are named and left out, and so are those that somebody
else has changed since the preview.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kb.barriers.bulk_plans import CHANGED_SINCE, BulkChange, What, change_of, plan_line
from kb.barriers.import_queries import BULK_SOURCE, BatchState, state_of_batch
from kb.barriers.list_queries import Filters, ids_matching
from kb.barriers.sheet_operations import set_owner
from kb.barriers.sheet_queries import list_by_code, list_by_id
from kb.clock import is_partial_date, now, today
from kb.errors import Conflict, Invalid
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.inbox.operations import tell
from kb.inbox.queries import map_followers
from kb.models import Barrier, BarrierMember, Follow, ImportBatch, Revision, Term, User
from kb.records.operations import changing, merge_rows, set_links
from kb.records.queries import list_records, list_terms
from kb.records.term_queries import may_be_chosen
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Channel, Duty, News

#: How many barriers one bulk edit can change.
MOST = 1_000
UNDO_MINUTES = 10
#: How many are loaded whole at a time.
_LOADED = 100
_UNDID = "undid a bulk edit"


def begin_bulk(
    session: Session, actor: Actor, codes: Sequence[str], filters: Filters | None = None
) -> ImportBatch:
    """Choose the barriers with *codes*, or all that pass *filters*; nothing is changed yet.

    Raises Invalid("code") when none is chosen or more than MOST are.
    """
    demand(actor, Permission.BULK_EDIT)
    if filters is not None:
        found: Iterable[Barrier] = list_by_id(
            session, actor, ids_matching(session, actor, filters, most=MOST + 1)
        )
    else:
        found = list_by_code(session, actor, list(dict.fromkeys(codes))[: MOST + 1])
    chosen = sorted(barrier.code for barrier in found)
    if not chosen:
        raise Invalid("code", "Choose at least one barrier in the list.")
    if len(chosen) > MOST:
        raise Invalid("code", "Choose at most %(limit)s barriers at a time.", limit=MOST)
    batch = ImportBatch(
        source=BULK_SOURCE,
        started_by_id=actor.user_id,
        report={"state": BatchState.OPEN.value, "codes": chosen},
    )
    session.add(batch)
    session.flush()
    return batch


def choose_change(session: Session, actor: Actor, batch: ImportBatch, change: BulkChange) -> None:
    """Keep with *batch* what *change* would do to each of its barriers.

    Raises Invalid for a person, word or day that cannot be chosen, Conflict for a batch that is
    done.
    """
    demand(actor, Permission.BULK_EDIT)
    _demand_open(batch)
    _check(session, change)
    barriers = sorted(list_by_code(session, actor, batch.report["codes"]), key=lambda it: it.code)
    followed = _followed(session, actor, barriers)
    lines = [plan_line(change, actor, barrier, followed) for barrier in barriers]
    chosen = {"what": change.what.value, "value": change.value}
    batch.report = {**batch.report, "change": chosen, "lines": lines}
    session.flush()


def apply_bulk(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Do what was previewed, a revision for each barrier; what was changed since is left out.

    Raises Conflict when nothing was previewed, or it has been done already.
    """
    demand(actor, Permission.BULK_EDIT)
    _demand_open(batch)
    change = change_of(batch)
    if change is None:
        raise Conflict("Choose first what is to be changed.")
    lines = batch.report["lines"]
    wanted = {line["code"]: line for line in lines if not line["left_out"]}
    left: dict[str, str] = {}
    edit = _Edit(actor, change, batch.id, _find_term(session, change.value))
    for barriers in _whole(session, wanted):
        followers = map_followers(session, [barrier.id for barrier in barriers])
        followed = {each for each, users in followers.items() if actor.user_id in users}
        for barrier in barriers:
            line = plan_line(change, actor, barrier, followed)
            if line != wanted[barrier.code]:
                left[barrier.code] = line["left_out"] or CHANGED_SINCE
            elif change.what is What.FOLLOW:
                session.add(Follow(user_id=actor.user_id, record_id=barrier.id))
            else:
                _change(session, edit, barrier, followers.get(barrier.id, ()))
    told = [
        {**line, "after": line["before"], "left_out": left[line["code"]]}
        if line["code"] in left
        else line
        for line in lines
    ]
    batch.report = {**batch.report, "lines": told, "state": BatchState.DONE.value}
    batch.finished_at = now()
    count = sum(not line["left_out"] for line in told)
    deed = Deed("edited in bulk", batch_id=batch.id)
    changes = {"what": [None, change.what.value], "barriers": [None, count]}
    record_revision(session, actor, deed, Subject("bulk-edit", str(batch.id)), changes)
    session.flush()


def undo_bulk(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Put back what *batch* changed, by revisions of their own; what was changed since is left.

    Whoever made the edit may undo it, also where they have just given a barrier away. Raises
    Conflict after UNDO_MINUTES, and when there is nothing to undo.
    """
    demand(actor, Permission.BULK_EDIT)
    if not may_undo(batch):
        raise Conflict("It can no longer be undone.")
    lines = [line for line in batch.report["lines"] if not line["left_out"]]
    change = change_of(batch)
    if change is not None and change.what is What.FOLLOW:
        _unfollow(session, actor, [line["code"] for line in lines])
        kept = []
    else:
        kept = list(_put_back(session, actor, batch))
    batch.report = {**batch.report, "kept": kept}
    batch.undone_at = now()
    deed = Deed(_UNDID, batch_id=batch.id)
    changes = {"barriers": [None, len(lines) - len(kept)]}
    record_revision(session, actor, deed, Subject("bulk-edit", str(batch.id)), changes)
    session.flush()


def may_undo(batch: ImportBatch) -> bool:
    """Whether *batch* was done so lately that it can be undone, and has not been."""
    if batch.finished_at is None or batch.undone_at is not None:
        return False
    return now() - batch.finished_at <= timedelta(minutes=UNDO_MINUTES)


def _demand_open(batch: ImportBatch) -> None:
    if state_of_batch(batch) is not BatchState.OPEN:
        raise Conflict("The change has been made already.")


def _check(session: Session, change: BulkChange) -> None:
    """Raise Invalid for a value that cannot be chosen."""
    value = change.value
    match change.what:
        case What.OWNER if value:
            is_id = value.isascii() and value.isdecimal() and len(value) < 10
            user = session.get(User, int(value)) if is_id else None
            if user is None or not user.is_active:
                raise Invalid("owner", "Choose people with an open account.")
        case What.ADD_TERM | What.REMOVE_TERM:
            term = _find_term(session, value)
            if term is None or (change.what is What.ADD_TERM and not may_be_chosen(term)):
                raise Invalid("term", "Choose one of the words in the list.")
        case What.CHANNEL if value and value not in set(Channel):
            raise Invalid("channel", "Choose one of the words in the list.")
        case What.REVIEW_ON:
            # As where a single barrier is let to rest: there is a day, and it has not come yet.
            if _day(value) <= today():
                raise Invalid("review_on", "Choose a day that has not come yet.")


def _find_term(session: Session, value: str) -> Term | None:
    """The term that ``scheme/key`` names; None when there is none."""
    scheme, _, key = value.partition("/")
    return session.scalars(select(Term).where(Term.scheme == scheme, Term.key == key)).one_or_none()


def _day(value: str) -> date:
    if len(value) != len("2026-02-28") or not is_partial_date(value):
        raise Invalid("review_on", "Write a date that exists, such as 2026-02-28.")
    return date.fromisoformat(value)


def _whole(session: Session, codes: Iterable[str]) -> Iterator[Sequence[Barrier]]:
    """The barriers with *codes*, loaded whole, some at a time."""
    wanted = sorted(codes)
    for start in range(0, len(wanted), _LOADED):
        yield list_records(session, Barrier, wanted[start : start + _LOADED])


def _followed(session: Session, actor: Actor, barriers: Sequence[Barrier]) -> set[int]:
    ids = [barrier.id for barrier in barriers]
    statement = select(Follow.record_id).where(
        Follow.user_id == actor.user_id, Follow.record_id.in_(ids)
    )
    return {record_id for record_id in session.scalars(statement) if record_id is not None}


@dataclass(frozen=True)
class _Edit:
    """Who changes what in one bulk edit; *term* is None where the change is of no term."""

    actor: Actor
    change: BulkChange
    batch_id: int
    term: Term | None


def _change(session: Session, edit: _Edit, barrier: Barrier, followers: Collection[int]) -> None:
    deed = Deed(batch_id=edit.batch_id)
    with changing(session, edit.actor, barrier, verb=deed, followers=followers) as made:
        _put(barrier, edit.change, edit.term)
    if edit.change.what is What.OWNER and barrier.owner_id and made.revision is not None:
        tell(session, [barrier.owner_id], News.ASSIGNED, made.revision, barrier)


def _put(barrier: Barrier, change: BulkChange, term: Term | None) -> None:
    value = change.value
    match change.what:
        case What.OWNER:
            set_owner(barrier, int(value) if value else None)
        case What.CHANNEL:
            barrier.channel = Channel(value) if value else None
        case What.REVIEW_ON:
            barrier.review_on = _day(value)
        case What.ADD_TERM:
            set_links(barrier, "terms", [*barrier.terms, *([term] if term else [])])
        case _:
            kept = [term for term in barrier.terms if f"{term.scheme}/{term.key}" != value]
            set_links(barrier, "terms", kept)


def _unfollow(session: Session, actor: Actor, codes: Sequence[str]) -> None:
    ids = [barrier.id for barrier in list_by_code(session, actor, codes)]
    session.execute(
        delete(Follow).where(Follow.user_id == actor.user_id, Follow.record_id.in_(ids))
    )


def _put_back(session: Session, actor: Actor, batch: ImportBatch) -> Iterator[str]:
    """Reverse every revision of *batch*; yields the codes of barriers that changed after it."""
    statement = select(Revision).where(Revision.batch_id == batch.id, Revision.kind == "barrier")
    revisions = {revision.code: revision for revision in session.scalars(statement)}
    for barriers in _whole(session, revisions):
        followers = map_followers(session, [barrier.id for barrier in barriers])
        for barrier in barriers:
            revision = revisions[barrier.code]
            if barrier.version != revision.version:
                yield barrier.code
                continue
            deed, told = Deed(_UNDID, batch_id=batch.id), followers.get(barrier.id, ())
            with changing(session, actor, barrier, verb=deed, followers=told):
                _restore(session, barrier, revision.changes)


def _restore(session: Session, barrier: Barrier, changes: Mapping[str, Any]) -> None:
    """Give *barrier* what stands before in *changes*, of the fields that bulk edits touch."""
    if "owner_id" in changes:
        barrier.owner_id = changes["owner_id"][0]
    if "members" in changes:
        rows = [
            BarrierMember(user_id=row["user_id"], duty=Duty(row["duty"]))
            for row in changes["members"][0] or ()
        ]
        merge_rows(barrier.members, rows, "user_id")
    if "channel" in changes:
        before = changes["channel"][0]
        barrier.channel = Channel(before) if before else None
    if "review_on" in changes:
        day = changes["review_on"][0]
        barrier.review_on = date.fromisoformat(day) if day else None
    if "terms" in changes:
        pairs = [tuple(name.split("/", 1)) for name in changes["terms"][0] or ()]
        set_links(barrier, "terms", list_terms(session, [(pair[0], pair[1]) for pair in pairs]))
