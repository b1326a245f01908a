"""What a form says of our answer: checked in shape, not yet saved."""

from dataclasses import dataclass

from kb.words import Invited, Pair, Stance


@dataclass(frozen=True, kw_only=True)
class PositionDraft:
    """What the answer says of one proposal."""

    proposal: str
    stance: Stance
    text: Pair
    #: The provision as it was typed; empty for none.
    target: str = ""
    wording: str = ""
    #: The ask whose words were used again.
    earlier_ask_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """Our answer as far as it is written."""

    invited: Invited
    #: What it says of the whole; None for nothing yet.
    stance: Stance | None
    diary_number: str = ""
    adopted_by: str = ""
    positions: tuple[PositionDraft, ...] = ()
