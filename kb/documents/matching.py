"""Which documents may belong to a matter: pure steps along the ties from those that do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.words import DocumentKind, Stage

#: The step of a matter that a document of each kind is.
STAGES = {
    DocumentKind.DIRECTIVE: Stage.DIRECTIVE,
    DocumentKind.REPORT: Stage.REPORT,
    DocumentKind.MEMO: Stage.REPORT,
    DocumentKind.CONSULTATION: Stage.CONSULTATION,
    DocumentKind.COUNCIL_DRAFT: Stage.COUNCIL_DRAFT,
    DocumentKind.BILL: Stage.BILL,
    DocumentKind.COMMUNICATION: Stage.FOLLOW_UP,
    DocumentKind.MOTION: Stage.REQUEST,
    DocumentKind.COMMITTEE_REPORT: Stage.COMMITTEE,
    DocumentKind.DECISION: Stage.DECISION,
    DocumentKind.STATUTE: Stage.PROMULGATED,
}
#: Below this it is not worth anybody's time.
LEAST_SCORE = 30
#: From the documents of a matter no further than so many ties are followed.
MOST_STEPS = 4

Reason = dict[str, str]


@dataclass(frozen=True)
class Link:
    """A tie as it is walked along."""

    earlier: int
    later: int
    score: int
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class Proposal:
    """A document that may belong to a matter."""

    document: int
    score: int
    reasons: list[Reason]


class Ties:
    """All ties, by either end."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.later: Mapping[int, list[Link]] = defaultdict(list)
        self.earlier: Mapping[int, list[Link]] = defaultdict(list)
        for link in links:
            self.later[link.earlier].append(link)
            self.earlier[link.later].append(link)

    def propose(self, known: Collection[int]) -> list[Proposal]:
        """Documents that *known* ones lead to, surest first.

        A walk goes on the way it began: what follows on what follows, or what came before what came
        before. Turning round would lead from a report by one of its bills to every other.
        """
        best: dict[int, Proposal] = {}
        for links, is_ahead in ((self.later, True), (self.earlier, False)):
            reached = dict.fromkeys(known, 100)
            for _step in range(MOST_STEPS):
                reached = self._step(reached, links, is_ahead, known, best)
        return sorted(best.values(), key=lambda each: (-each.score, each.document))

    def _step(
        self,
        reached: Mapping[int, int],
        links: Mapping[int, list[Link]],
        is_ahead: bool,
        known: Collection[int],
        best: dict[int, Proposal],
    ) -> dict[int, int]:
        """Take one step from all that is *reached*; keep the surest way to each document."""
        onward: dict[int, int] = {}
        for document, score in reached.items():
            for link in links.get(document, ()):
                other = link.later if is_ahead else link.earlier
                sure = score * link.score // 100
                if other in known or sure < LEAST_SCORE or sure <= onward.get(other, 0):
                    continue
                onward[other] = sure
                if other not in best or sure > best[other].score:
                    best[other] = Proposal(other, sure, list(link.reasons))
        return onward
