"""Proposing which documents belong to which matters, and what people decide about it.

A document whose number a matter names already is the same fact: the step only learns where it was
seen and when. Everything else waits in the queue until somebody confirms or rejects it, and what
was decided is never proposed again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from kb.clock import now
from kb.documents.events import add_event, remove_event, seen_at
from kb.documents.matching import STAGES, Link, Ties
from kb.errors import Conflict, Invalid
from kb.history import Deed
from kb.models import Document, DocumentTie, Match, Matter, MatterEvent
from kb.records.operations import changing
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import DocumentKind, MatchVerdict


def propose_matches(session: Session, actor: Actor) -> int:
    """Link the steps of matters to their documents, propose more, and return how many are new.

    What waits and is no longer found goes; what somebody has decided stays as it is.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    documents = _map_documents(session)
    matters = list_records(session, Matter)
    for matter in matters:
        _complete(session, actor, matter, documents)
    ties = Ties(
        Link(*row)
        for row in session.execute(
            select(
                DocumentTie.earlier_id,
                DocumentTie.later_id,
                DocumentTie.score,
                DocumentTie.reasons,
            )
        )
    )
    kinds = {each.id: each.kind for group in documents.values() for each in group}
    known = {
        (match.document_id, match.matter_id): match
        for match in session.scalars(select(Match).order_by(Match.id))
    }
    state = _Known(documents, kinds, known, ties)
    return sum(_propose(session, matter, state) for matter in matters)


def confirm_match(session: Session, actor: Actor, match: Match, matter: Matter) -> MatterEvent:
    """Add the document of *match* (loaded) to *matter* (loaded whole) as a step; history tells it.

    Raises Forbidden, and Conflict when somebody has decided already.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    _check_open(match)
    with changing(session, actor, matter, verb=Deed("matched")) as change:
        change.told["document"] = [None, match.document.key or match.document.title]
        event = add_event(matter, match.document, match.stage)
    _decide(session, actor, match, MatchVerdict.CONFIRMED)
    return event


def reject_match(session: Session, actor: Actor, match: Match) -> None:
    """Say that the document does not belong to the matter: it is not proposed again.

    Raises Forbidden, and Conflict when somebody has decided already.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    _check_open(match)
    _decide(session, actor, match, MatchVerdict.REJECTED)


def undo_match(session: Session, actor: Actor, match: Match, matter: Matter) -> None:
    """Take a decision back: the match waits again, and a step that was added goes.

    Raises Forbidden, and Conflict when nothing was decided.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    if match.verdict is None:
        raise Conflict("Nothing has been decided about it.")
    if match.verdict is MatchVerdict.CONFIRMED:
        with changing(session, actor, matter, verb=Deed("unmatched")) as change:
            change.told["document"] = [match.document.key or match.document.title, None]
            remove_event(matter, match.document)
    match.verdict = match.decided_by_id = match.decided_at = None
    session.flush()


def match_by_hand(session: Session, actor: Actor, document: Document, matter: Matter) -> Match:
    """Say that *document* belongs to *matter* (loaded whole), though nobody proposed it.

    Raises Forbidden, and Invalid when it is there already.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    if any(event.document_id == document.id for event in matter.events):
        raise Invalid("matter", "The document belongs to this matter already.")
    match = session.scalar(
        select(Match).where(Match.document_id == document.id, Match.matter_id == matter.id)
    )
    if match is None:
        match = Match(document=document, matter=matter, score=100, reasons=[])
        session.add(match)
    match.document, match.stage = document, STAGES[document.kind]
    match.verdict = None
    confirm_match(session, actor, match, matter)
    return match


def _map_documents(session: Session) -> dict[str, list[Document]]:
    """Documents by their number; those without one under the empty text. Texts are left out."""
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in session.scalars(_light().order_by(Document.first_seen_at, Document.id)):
        documents[document.key or ""].append(document)
    return documents


def _light() -> Select[Document]:
    return select(Document).options(defer(Document.text), defer(Document.raw))


def _complete(
    session: Session, actor: Actor, matter: Matter, documents: Mapping[str, Sequence[Document]]
) -> None:
    """Let the steps of *matter* know the documents that they name: where and when it was seen."""
    found = [
        (event, document)
        for event in matter.events
        if event.document_id is None and (document := _same(event, documents)) is not None
    ]
    if not found:
        return
    with changing(session, actor, matter, verb=Deed("completed", is_minor=True)):
        for event, document in found:
            event.document_id = document.id
            event.observed_at = seen_at(document)


def _same(event: MatterEvent, documents: Mapping[str, Sequence[Document]]) -> Document | None:
    """The document that *event* names, if it is of the kind that leaves such a step behind."""
    there = documents.get(event.document or "", ()) if event.document else ()
    return next((each for each in there if STAGES[each.kind] is event.stage), None)


@dataclass(frozen=True)
class _Known:
    """What is known of documents and matches while proposals are made."""

    #: By number; those without one under the empty text.
    documents: Mapping[str, Sequence[Document]]
    kinds: Mapping[int, DocumentKind]
    #: By document and matter.
    matches: Mapping[tuple[int, int], Match]
    ties: Ties

    def documents_of(self, matter: Matter) -> set[int]:
        """Every document that belongs to *matter* already, also a second volume of a report."""
        keys = {event.document for event in matter.events if event.document}
        linked = {event.document_id for event in matter.events if event.document_id}
        return linked | {each.id for key in keys for each in self.documents.get(key, ())}


def _propose(session: Session, matter: Matter, known: _Known) -> int:
    """Bring the proposals for one matter up; return how many are new."""
    found = known.ties.propose(known.documents_of(matter))
    proposals = {each.document: each for each in found}
    for (document, of), match in known.matches.items():
        if of == matter.id and match.verdict is None and document not in proposals:
            session.delete(match)
    count = 0
    for document, proposal in proposals.items():
        there = known.matches.get((document, matter.id))
        if there is not None and there.verdict is not None:
            continue
        match = there or Match(document_id=document, matter_id=matter.id, found_at=now())
        match.stage = STAGES[known.kinds[document]]
        match.score, match.reasons = proposal.score, proposal.reasons
        session.add(match)
        count += there is None
    session.flush()
    return count


def _check_open(match: Match) -> None:
    if match.verdict is not None:
        raise Conflict("Somebody has decided about it already.")


def _decide(session: Session, actor: Actor, match: Match, verdict: MatchVerdict) -> None:
    match.verdict = verdict
    match.decided_by_id = actor.user_id
    match.decided_at = now()
    session.flush()
