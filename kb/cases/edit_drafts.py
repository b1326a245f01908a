"""What a form says about a case: checked in shape, not yet saved."""

from dataclasses import dataclass

from kb.readers.drafts import CaseBarrierDraft
from kb.words import Certainty, Pair


@dataclass(frozen=True, kw_only=True)
class CaseAccountDraft:
    """A case as we know it; its summary for the public is written on the publication desk."""

    title: str
    kinds: tuple[str, ...] = ()
    #: As lawyers cite it; empty for a practical case.
    identifier: str = ""
    body: str | None = None
    decided_on: str | None = None
    #: None when nothing is known of it.
    outcome: Pair | None = None
    certainty: Certainty | None = None
    #: What happened, as Markdown that never leaves the house.
    internal: str = ""
    barriers: tuple[CaseBarrierDraft, ...] = ()
