"""What a form says about an action: checked in shape, not yet saved."""

from dataclasses import dataclass

from kb.words import Certainty, Pair

#: The vocabulary of kinds of actions.
SCHEME = "action-type"


@dataclass(frozen=True, kw_only=True)
class TypedAsk:
    """An ask; *number* is its number within the action, None for a new one."""

    number: int | None
    text: Pair
    #: The provision or act that should change, as it was typed; empty for none.
    reference: str
    #: Code of the matter that it is aimed at; empty for none.
    matter: str
    proposed_wording: str
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class ActionAccountDraft:
    """An action as we know it; records are named by their codes."""

    title: Pair
    summary: Pair
    kind: str
    started_on: str | None = None
    ended_on: str | None = None
    counterparts: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    asks: tuple[TypedAsk, ...] = ()
