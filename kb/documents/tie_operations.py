"""Keeping the ties between documents as the rules tell them: computed anew, written where new."""

from collections import defaultdict

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from kb.documents.ties import Side, Tie, find_ties
from kb.models import Document, DocumentTie, NamedSource
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import NamedIn

_ROWS_AT_ONCE = 500


def tie_documents(session: Session, actor: Actor) -> int:
    """Bring the ties between documents up, and return how many there are now.

    What the rules do not tell any more goes: nobody has decided anything about a tie.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    ties = {(tie.earlier, tie.later): tie for tie in find_ties(_sides(session))}
    known = {
        (row.earlier_id, row.later_id): row
        for row in session.execute(
            select(
                DocumentTie.earlier_id,
                DocumentTie.later_id,
                DocumentTie.score,
                DocumentTie.reasons,
            )
        )
    }
    gone = [pair for pair in known if pair not in ties]
    for at in range(0, len(gone), _ROWS_AT_ONCE):
        pair = tuple_(DocumentTie.earlier_id, DocumentTie.later_id)
        session.execute(delete(DocumentTie).where(pair.in_(gone[at : at + _ROWS_AT_ONCE])))
    new = [_row(tie) for pair, tie in ties.items() if pair not in known]
    for at in range(0, len(new), _ROWS_AT_ONCE):
        session.execute(insert(DocumentTie), new[at : at + _ROWS_AT_ONCE])
    changed = [
        row
        for pair, tie in ties.items()
        if pair in known
        and ((row := _row(tie))["score"], row["reasons"])
        != (known[pair].score, known[pair].reasons)
    ]
    if changed:
        session.execute(update(DocumentTie), changed)
    session.flush()
    return len(ties)


def _sides(session: Session) -> list[Side]:
    """Every document as far as its ties need it, in two statements."""
    named: dict[int, list[tuple[str, NamedIn]]] = defaultdict(list)
    for row in session.execute(
        select(NamedSource.document_id, NamedSource.key, NamedSource.place).order_by(
            NamedSource.document_id, NamedSource.position
        )
    ):
        named[row.document_id].append((row.key, row.place))
    rows = session.execute(
        select(
            Document.id,
            Document.kind,
            Document.key,
            Document.title_key,
            Document.dated_on,
            Document.in_force_on,
            Document.text,
        ).order_by(Document.id)
    )
    return [Side(*row, named=tuple(named[row.id])) for row in rows]


def _row(tie: Tie) -> dict[str, object]:
    return {
        "earlier_id": tie.earlier,
        "later_id": tie.later,
        "score": tie.total,
        "reasons": [{"why": why.value, "what": what} for why, what in tie.reasons],
    }
