"""Whether everything that the catalogue names is there: the ties between its files.

Reading checks each file by itself; here the files are held against each other, before anything
is written anywhere.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.citations.keys import act_of, is_key
from kb.errors import Invalid
from kb.readers.catalogue import BrokenContentError, ContentFault, read_catalogue
from kb.readers.drafts import (
    ActionDraft,
    BarrierDraft,
    CaseDraft,
    Catalogue,
    MatterDraft,
    ObjectiveDraft,
    PrincipleDraft,
    RecordDraft,
)
from kb.text.markdown import render

#: A name in a file that must lead somewhere: what it is, and the name itself.
Tie = tuple[str, str]


def read_whole_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue and check its ties; raises BrokenContentError that names every fault."""
    catalogue = read_catalogue(folder)
    faults = [*check_ties(folder, catalogue), *_texts_refused(catalogue)]
    if faults:
        raise BrokenContentError(faults)
    return catalogue


def check_ties(folder: Path, catalogue: Catalogue) -> list[ContentFault]:
    """Every name in the catalogue that leads nowhere, with the line it stands on."""
    known = _known(catalogue)
    faults = _doubles(catalogue)
    for path, draft in _files(catalogue):
        for what, name in dict.fromkeys(_ties(draft)):
            reason = _fault(what, name, known)
            if reason:
                faults.append(ContentFault(path, _line_of(folder / path, name), reason))
    return faults


def _texts_refused(catalogue: Catalogue) -> Iterator[ContentFault]:
    """Long texts that cannot be turned into pages."""
    for path, draft in _files(catalogue):
        for text in draft.texts:
            try:
                render(text.body_md)
            except Invalid as error:
                message = f"The part '# {text.field} ({text.language})' is refused: {error.message}"
                yield ContentFault(path, 1, message)


def cited_keys(catalogue: Catalogue) -> list[str]:
    """Every key of a legal source that the catalogue names, each once, sorted."""
    return sorted(
        {name for _, draft in _files(catalogue) for what, name in _ties(draft) if what == "key"}
    )


def _files(catalogue: Catalogue) -> Iterator[tuple[str, RecordDraft]]:
    """Every draft with the file it was read from."""
    yield "strategy/strategy.yaml", catalogue.strategy
    registers = (
        ("organisations.yaml", catalogue.organisations),
        ("law/acts.yaml", catalogue.acts),
        ("strategy/strategy.yaml", catalogue.objectives),
        ("strategy/strategy.yaml", catalogue.principles),
    )
    for path, drafts in registers:
        yield from ((path, draft) for draft in drafts)
    folders = (
        ("barriers", catalogue.barriers),
        ("cases", catalogue.cases),
        ("matters", catalogue.matters),
        ("actions", catalogue.actions),
    )
    for folder, records in folders:
        yield from ((f"{folder}/{draft.code}.md", draft) for draft in records)


def _known(catalogue: Catalogue) -> set[Tie]:
    known = {("term", f"{term.scheme} {term.key}") for term in catalogue.terms}
    groups = {
        "organisation": catalogue.organisations,
        "act": catalogue.acts,
        "objective": catalogue.objectives,
        "principle": catalogue.principles,
        "barrier": catalogue.barriers,
        "matter": catalogue.matters,
    }
    for kind, drafts in groups.items():
        known |= {(kind, draft.code) for draft in drafts}
    known |= {("area", area.number) for area in catalogue.strategy.areas}
    known |= {("EIF principle", str(eif.number)) for eif in catalogue.eif_principles}
    return known


def _doubles(catalogue: Catalogue) -> list[ContentFault]:
    seen: set[tuple[str, Tie]] = set()
    faults = []
    for path, place, what, name in _single(catalogue):
        identity = (place, (what, name))
        if identity in seen:
            faults.append(ContentFault(path, 1, f"The {what} {name} stands twice."))
        seen.add(identity)
    return faults


def _single(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """What may stand only once: the file, the place where it is single, what it is, its name."""
    for path, draft in _files(catalogue):
        yield path, type(draft).__name__, "code", draft.code
        yield from ((path, draft.code, what, name) for what, name in _single_ties(draft))
    for term in catalogue.terms:
        yield "terms.yaml", term.scheme, "term", term.key
    for area in catalogue.strategy.areas:
        yield "strategy/strategy.yaml", "", "area", area.number
    for eif in catalogue.eif_principles:
        yield "strategy/strategy.yaml", "", "EIF principle", str(eif.number)


def _single_ties(draft: RecordDraft) -> Iterator[Tie]:
    match draft:
        case BarrierDraft():
            yield from (("objective", impact.objective) for impact in draft.impacts)
            yield from (("decision step", step.step) for step in draft.decision_steps)
            yield from (("matter", effect.matter) for effect in draft.effects)
            yield from (("barrier", relation.barrier) for relation in draft.relations)
        case CaseDraft():
            yield from (("barrier", tie.barrier) for tie in draft.barriers)


def _fault(what: str, name: str, known: set[Tie]) -> str | None:
    if what not in ("key", "document"):
        return None if (what, name) in known else f"There is no {what} '{name}' in the catalogue."
    if not is_key(name):
        return f"'{name}' is no key of a legal source."
    act = act_of(name)
    # An event may leave an amending act behind, which is a document and no act of its own.
    if what == "key" and act is not None and ("act", act) not in known:
        return f"The act of '{name}' is not in law/acts.yaml."
    return None


def _ties(draft: RecordDraft) -> Iterator[Tie]:
    yield from (("term", f"{scheme} {key}") for scheme, key in draft.terms)
    yield from (("key", citation.key) for citation in draft.citations if citation.key)
    match draft:
        case BarrierDraft():
            yield from _barrier(draft)
        case CaseDraft():
            yield from _some("organisation", draft.body)
            yield from _some("key", draft.key)
            yield from (("barrier", tie.barrier) for tie in draft.barriers)
        case MatterDraft():
            yield from _some("organisation", draft.responsible)
            yield from _some("matter", draft.continued_by)
            yield from (("document", event.document) for event in draft.events if event.document)
        case ActionDraft():
            yield from _action(draft)
        case ObjectiveDraft():
            yield "area", draft.area
        case PrincipleDraft():
            yield from (("EIF principle", str(number)) for number in draft.eif)


def _barrier(draft: BarrierDraft) -> Iterator[Tie]:
    yield from _some("organisation", draft.waiting_for)
    yield from (("principle", code) for code in draft.principles)
    yield from (("objective", impact.objective) for impact in draft.impacts)
    yield from (("matter", effect.matter) for effect in draft.effects)
    yield from (("barrier", relation.barrier) for relation in draft.relations)
    for step in draft.decision_steps:
        yield from _some("key", step.provision)
    if draft.flow:
        yield from _some("key", draft.flow.legal_basis, draft.flow.secrecy, draft.flow.lifted_by)


def _action(draft: ActionDraft) -> Iterator[Tie]:
    yield from (("organisation", code) for code in draft.counterparts)
    yield from (("barrier", code) for code in draft.barriers)
    yield from (("matter", code) for code in draft.matters)
    yield from (("objective", code) for code in draft.objectives)
    for ask in draft.asks:
        yield from _some("key", ask.target, ask.outcome_key)
        yield from _some("matter", ask.matter)


def _some(what: str, *names: str | None) -> Iterator[Tie]:
    yield from ((what, name) for name in names if name)


def _line_of(path: Path, name: str) -> int:
    """The first line that holds *name* as a whole; a term is looked for by its key alone."""
    wanted = re.compile(rf"(?<!\w){re.escape(name.split(' ')[-1])}(?!\w)")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if wanted.search(line)), 1)
