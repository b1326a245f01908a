"""What a bulk edit would do to each of the chosen barriers; plain data, kept with its batch."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kb.barriers.edit_rules import is_term_of_law, may_edit_law
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_columns import CHANNELS
from kb.errors import Invalid
from kb.models import Barrier, ImportBatch
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can, ties_to
from kb.security.transitions import TRANSITIONS, Need

#: Vocabularies whose terms can be given and taken in bulk.
SCHEMES = ("kind", "sector", "root-cause", "remedy")


class What(StrEnum):
    """What a bulk edit changes."""

    OWNER = "owner"
    ADD_TERM = "add-term"
    REMOVE_TERM = "remove-term"
    CHANNEL = "channel"
    REVIEW_ON = "review-on"
    FOLLOW = "follow"


@dataclass(frozen=True, kw_only=True)
class BulkChange:
    """One change for many barriers.

    *value* is an account's id, the key of a word, a day, or ``scheme/key`` of a term; empty takes
    away what there is, and is all there is to following.
    """

    what: What
    value: str = ""

    @property
    def scheme(self) -> str:
        """The vocabulary of the term; empty when no term is meant."""
        return self.value.partition("/")[0] if self.what in _OF_TERMS else ""

    def before(self, barrier: Barrier, followed: Collection[int]) -> list[str]:
        """What *barrier* has now, as plain values; *followed* are ids of what the actor follows."""
        match self.what:
            case What.OWNER:
                return _listed(barrier.owner_id)
            case What.CHANNEL:
                return _listed(barrier.channel)
            case What.REVIEW_ON:
                return _listed(barrier.review_on)
            case What.FOLLOW:
                return ["yes"] if barrier.id in followed else []
            case _:
                return [term.key for term in barrier.terms if term.scheme == self.scheme]

    def after(self, before: list[str]) -> list[str]:
        """What there will be where there is *before*."""
        key = self.value.partition("/")[2]
        match self.what:
            case What.ADD_TERM:
                return before if key in before else [*before, key]
            case What.REMOVE_TERM:
                return [each for each in before if each != key]
            case What.FOLLOW:
                return ["yes"]
            case _:
                return [self.value] if self.value else []

    def refusal(self, actor: Actor, barrier: Barrier) -> str:
        """Why *actor* may not do this to *barrier* (its team loaded); empty when they may."""
        if self.what is What.FOLLOW:
            return ""
        if not can(actor, Permission.BARRIER_EDIT, ties_to(actor, barrier)):
            return NOT_ALLOWED
        if is_term_of_law(self.scheme) and not may_edit_law(actor, barrier):
            return NOT_THE_LAW
        if self.what is What.REVIEW_ON and not _may_set_review(actor, barrier):
            return NOT_AT_REST
        return ""

    def in_words(self, values: list[str], lists: Lists) -> str:
        """Say *values* in the language of *lists*."""
        return "; ".join(self._word(value, lists) for value in values)

    def _word(self, value: str, lists: Lists) -> str:
        match self.what:
            case What.OWNER:
                names = (user.name for user in lists.people.values() if str(user.id) == value)
                return next(names, "")
            case What.CHANNEL:
                return lists.pick(CHANNELS[value])
            case What.ADD_TERM | What.REMOVE_TERM:
                return lists.label(self.scheme, value)
            case _:
                return value


_OF_TERMS = (What.ADD_TERM, What.REMOVE_TERM)
# Errors that are never raised: by their form the sentences are found and translated.
NOT_ALLOWED = Invalid("code", "You may not change this barrier.").sentence
NOT_THE_LAW = Invalid("code", "You may not change the law of this barrier.").sentence
CHANGED_SINCE = Invalid("code", "Somebody has changed it since the preview.").sentence
NOT_AT_REST = Invalid(
    "code", "Only whoever may let a barrier rest sets the day, and only while it rests."
).sentence
SO_ALREADY = Invalid("code", "It is so already.").sentence


def change_of(batch: ImportBatch) -> BulkChange | None:
    """The change that was chosen for *batch*; None until then."""
    chosen: dict[str, str] | None = batch.report.get("change")
    return BulkChange(what=What(chosen["what"]), value=chosen["value"]) if chosen else None


def plan_line(
    change: BulkChange, actor: Actor, barrier: Barrier, followed: Collection[int]
) -> dict[str, Any]:
    """Say as plain data what *change* would do to *barrier*, or why it would be left out."""
    before = change.before(barrier, followed)
    after = change.after(before)
    why = change.refusal(actor, barrier)
    return {
        "code": barrier.code,
        "name": barrier.name,
        "version": barrier.version,
        "before": before,
        "after": before if why else after,
        "left_out": why or (SO_ALREADY if before == after else ""),
    }


def _may_set_review(actor: Actor, barrier: Barrier) -> bool:
    """Whether *barrier* rests with a day to look at it again, and *actor* may let it rest."""
    ties = ties_to(actor, barrier)
    return any(
        way.target is barrier.work_state
        and Need.REVIEW_ON in way.needs
        and can(actor, way.permission, ties)
        for way in TRANSITIONS
    )


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [value.isoformat() if isinstance(value, date) else str(value)]
