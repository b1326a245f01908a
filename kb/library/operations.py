"""Loading the catalogue in ``content/`` into the database, and publishing it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from kb.advocacy.operations import save_action
from kb.barriers.operations import relate_barriers, save_barrier
from kb.cases.operations import save_case
from kb.citations.keys import with_holders
from kb.errors import Invalid
from kb.law.operations import save_act, save_known_names, save_provisions
from kb.library.kept_queries import Identity, list_changed_records
from kb.library.ties import cited_keys
from kb.matters.operations import continue_matters, save_matter
from kb.models import (
    Action,
    Barrier,
    Case,
    LegalAct,
    Matter,
    Objective,
    Organisation,
    Principle,
    Provision,
    Record,
    Strategy,
)
from kb.organisations.operations import save_organisation
from kb.publication.operations import naming, publish
from kb.publication.queries import list_withdrawn
from kb.readers.drafts import Catalogue, RecordDraft
from kb.records.operations import save_terms
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.strategy.operations import (
    save_eif_principles,
    save_objective,
    save_principle,
    save_strategy,
)
from kb.words import RecordKind
from kb.work.synonym_operations import seed_synonyms

Draft = TypeVar("Draft", bound=RecordDraft)


@dataclass(frozen=True)
class LoadReport:
    """How many records were loaded, how many new versions it made public, and what was left alone.

    *kept* are kind and code of records that people have changed since: theirs stands.
    """

    records: int
    published: int
    kept: tuple[Identity, ...] = ()


def load_catalogue(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    *,
    overwriting: Collection[str] = (),
    progress: Callable[[str], None] = lambda step: None,
) -> LoadReport:
    """Make the database say what *catalogue* says, and publish what has changed.

    Loading the same catalogue again changes nothing. A record that a person has changed, moved on
    or published is neither saved nor published, unless its code is one of *overwriting*: what
    staff write goes to the public over the desk. Raises Invalid("overwrite") for such a code that
    the catalogue does not hold. Records that are no longer in it stay: taking
    something out of public view is a decision of its own. Nothing is committed here, so a load
    that fails half-way leaves nothing behind.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    kept = _list_kept(session, catalogue, overwriting)
    catalogue = _without(catalogue, kept)
    progress("Saving the registers")
    _save_registers(session, actor, catalogue)
    progress("Saving matters, barriers, cases and actions")
    _save_records(session, actor, catalogue)
    progress("Publishing")
    records, published = _publish_all(session, actor, catalogue)
    return LoadReport(records, published, tuple(sorted(kept)))


def _list_kept(
    session: Session, catalogue: Catalogue, overwriting: Collection[str]
) -> set[Identity]:
    held = {
        (str(model.__mapper__.polymorphic_identity), code)
        for model, codes in _held(catalogue).items()
        if model is not Provision
        for code in codes
    }
    known = {code for _, code in held}
    for code in overwriting:
        if code not in known:
            raise Invalid("overwrite", "The catalogue holds no %(code)s.", code=code)
    return {each for each in list_changed_records(session, held) if each[1] not in overwriting}


def _without(catalogue: Catalogue, kept: Collection[Identity]) -> Catalogue:
    """*catalogue* without what it says of the records *kept*; the strategy itself is no one's."""

    def left(kind: RecordKind, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        return tuple(draft for draft in drafts if (kind.value, draft.code) not in kept)

    return replace(
        catalogue,
        objectives=left(RecordKind.OBJECTIVE, catalogue.objectives),
        principles=left(RecordKind.PRINCIPLE, catalogue.principles),
        organisations=left(RecordKind.ORGANISATION, catalogue.organisations),
        acts=left(RecordKind.ACT, catalogue.acts),
        matters=left(RecordKind.MATTER, catalogue.matters),
        barriers=left(RecordKind.BARRIER, catalogue.barriers),
        cases=left(RecordKind.CASE, catalogue.cases),
        actions=left(RecordKind.ACTION, catalogue.actions),
    )


def _save_registers(session: Session, actor: Actor, catalogue: Catalogue) -> None:
    save_terms(session, actor, catalogue.terms)
    seed_synonyms(session, actor, catalogue.synonyms)
    for organisation in catalogue.organisations:
        save_organisation(session, actor, organisation)
    for act in catalogue.acts:
        save_act(session, actor, act)
    save_known_names(session, actor, catalogue.known_names)
    save_provisions(session, actor, cited_keys(catalogue))
    save_eif_principles(session, actor, catalogue.eif_principles)
    for principle in catalogue.principles:
        save_principle(session, actor, principle)
    strategy = save_strategy(session, actor, catalogue.strategy)
    for objective in catalogue.objectives:
        save_objective(session, actor, strategy, objective)


def _save_records(session: Session, actor: Actor, catalogue: Catalogue) -> None:
    for matter in catalogue.matters:
        save_matter(session, actor, matter)
    successors = {matter.code: matter.continued_by for matter in catalogue.matters}
    continue_matters(session, actor, successors)
    for barrier in catalogue.barriers:
        save_barrier(session, actor, barrier)
    relations = {barrier.code: barrier.relations for barrier in catalogue.barriers}
    relate_barriers(session, actor, relations)
    for case in catalogue.cases:
        save_case(session, actor, case)
    for action in catalogue.actions:
        save_action(session, actor, action)


def _publish_all(session: Session, actor: Actor, catalogue: Catalogue) -> tuple[int, int]:
    """Publish what *catalogue* holds, and nothing else; how many records, and how many anew.

    A record that has been withdrawn stays so: the catalogue does not take that decision back.
    """
    session.expire_all()
    withdrawn = list_withdrawn(session)
    records = 0
    published = 0
    for model, codes in _held(catalogue).items():
        kind = str(model.__mapper__.polymorphic_identity)
        coming = {(kind, code) for code in codes} - withdrawn
        # Anew for each kind, since acts bring names for those after them.
        names = naming(session, coming)
        for record in list_records(session, model, codes):
            records += 1
            if (record.kind.value, record.code) not in withdrawn:
                published += publish(session, actor, record, names)
    return records, published


def _held(catalogue: Catalogue) -> dict[type[Record], set[str]]:
    """Codes of what the catalogue holds, by kind, in the order in which it is published."""
    return {
        Strategy: {catalogue.strategy.code},
        Objective: {draft.code for draft in catalogue.objectives},
        Principle: {draft.code for draft in catalogue.principles},
        Organisation: {draft.code for draft in catalogue.organisations},
        LegalAct: {draft.code for draft in catalogue.acts},
        Provision: with_holders(cited_keys(catalogue)),
        Matter: {draft.code for draft in catalogue.matters},
        Barrier: {draft.code for draft in catalogue.barriers},
        Case: {draft.code for draft in catalogue.cases},
        Action: {draft.code for draft in catalogue.actions},
    }
