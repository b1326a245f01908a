"""Consents of members to be named, and what the scanner found: each decision with its history."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import today
from kb.errors import Conflict, Invalid
from kb.history import record as record_revision
from kb.models import Consent, HandledLeak, Organisation, Record
from kb.publication.desk_operations import let_fall, open_publication
from kb.publication.desk_queries import find_standing
from kb.publication.leak_queries import (
    NamedMember,
    list_leaks,
    list_named_members,
    place_of,
)
from kb.publication.operations import put_out
from kb.publication.queries import bodies_of, without_bodies
from kb.publication.tie_queries import public_part
from kb.records.operations import begin_record, changing
from kb.records.queries import find_record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: Longest reason why something may stand in the text, and longest word on who gave a consent.
MOST_OF_REASON = 2_000
_TAKEN_BACK = "took back a consent"


def give_consent(
    session: Session, actor: Actor, record: Record, code: str, given_by: str
) -> Consent:
    """Note that the member with *code* agrees to be named in *record*, loaded whole.

    *given_by* says who gave it and how, and is never public. A municipality that only the text
    names becomes a body of its own, unpublished. Raises Forbidden, Invalid for a member that the
    record does not name or without a word on who gave it, Conflict when it is there already.
    """
    demand(actor, Permission.PUBLIC_TEXT_WRITE)
    if not 0 < len(given_by.strip()) <= MOST_OF_REASON:
        raise Invalid("given_by", "Write who gave it, and how.")
    open_publication(session, record)
    named = _named(session, record, code)
    if named.agrees:
        raise Conflict("This consent is recorded already.")
    consent = named.consent
    if consent is None:
        organisation = _organisation(session, actor, named)
        consent = Consent(record_id=record.id, organisation_id=organisation.id)
        session.add(consent)
    consent.given_on = today()
    consent.given_by = given_by.strip()
    consent.withdrawn_on = None
    session.flush()
    record_revision(session, actor, "recorded a consent", record, {"consent": [None, code]})
    return consent


def withdraw_consent(session: Session, actor: Actor, record: Record, code: str) -> bool:
    """Note that the member with *code* no longer agrees to be named in *record*, loaded whole.

    What the public reads is published anew at once without a tie to it, and otherwise as it stood.
    Words cannot be taken out so: True when the name still stands in the text, for somebody to
    rewrite it or withdraw the record. An approval falls. Raises Forbidden, Invalid for a member
    that has no consent.
    """
    demand(actor, Permission.PUBLIC_TEXT_WRITE)
    publication = open_publication(session, record)
    named = _named(session, record, code)
    if named.consent is None or not named.agrees:
        raise Invalid("code", "There is no consent that stands.")
    named.consent.withdrawn_on = today()
    session.flush()
    let_fall(session, publication)
    record_revision(session, actor, _TAKEN_BACK, record, {"consent": [code, None]})
    standing = find_standing(session, record)
    if standing is not None and code in bodies_of(standing.snapshot):
        # The standing version, not the record as it is now: what nobody has approved stays inside,
        # and whoever wrote it since is still its author.
        unnamed = public_part(session, without_bodies(standing.snapshot, [code]))
        put_out(session, actor, record, unnamed, _TAKEN_BACK)
    return named.is_in_text


def handle_leak(
    session: Session, actor: Actor, record: Record, found: tuple[str, str], reason: str
) -> HandledLeak:
    """Say why *found* (kind and text of a hit) may stand in the public text of *record*.

    Raises Forbidden, Invalid for what the scanner does not find there or without a reason.
    """
    demand(actor, Permission.PUBLIC_TEXT_WRITE)
    if not 0 < len(reason.strip()) <= MOST_OF_REASON:
        raise Invalid("reason", "Give a reason.")
    open_publication(session, record)
    leak = next(
        (leak for leak in list_leaks(session, record) if (leak.kind, leak.text) == found), None
    )
    if leak is None or actor.user_id is None:
        raise Invalid("text", "The scanner does not find this in the text.")
    handled = leak.handled or HandledLeak(record_id=record.id, kind=leak.kind, text=leak.text)
    handled.reason = reason.strip()
    handled.handled_by_id = actor.user_id
    session.add(handled)
    session.flush()
    # What was found may be a person's own number: the history says what sort of thing it was.
    record_revision(session, actor, "handled a hit", record, {"kind": [None, leak.kind.value]})
    return handled


def forget_handled(session: Session, actor: Actor, record: Record, handled_id: int) -> None:
    """Take back that a hit was handled: it stops the text again, and an approval falls.

    Raises Forbidden, Invalid for what is not handled, Conflict when the record was saved meanwhile.
    """
    demand(actor, Permission.PUBLIC_TEXT_WRITE)
    publication = open_publication(session, record)
    handled = session.scalars(
        select(HandledLeak).where(HandledLeak.id == handled_id, HandledLeak.record_id == record.id)
    ).one_or_none()
    if handled is None:
        raise Invalid("text", "The scanner does not find this in the text.")
    session.delete(handled)
    let_fall(session, publication)
    record_revision(session, actor, "reopened a hit", record, {"kind": [handled.kind, None]})
    session.flush()


def _named(session: Session, record: Record, code: str) -> NamedMember:
    found = (each for each in list_named_members(session, record) if each.code == code)
    named = next(found, None)
    if named is None:
        raise Invalid("code", "The record does not name this member.")
    return named


def _organisation(session: Session, actor: Actor, named: NamedMember) -> Organisation:
    """The body of a member, begun from the register of places when there is none yet."""
    found = find_record(session, Organisation, named.code)
    if found is not None:
        return found
    place = place_of(named.name)
    if place is None:
        raise Invalid("code", "The record does not name this member.")
    organisation = begin_record(session, Organisation, named.code)
    with changing(session, actor, organisation):
        organisation.title_sv = organisation.title_en = place.formal
        organisation.is_member = True
    return organisation
