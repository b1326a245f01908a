"""What ``kb content check`` tells beyond what stops a load: dead links, missing translations."""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.citations.keys import with_holders
from kb.library.ties import cited_keys, read_whole_catalogue
from kb.readers.catalogue import BrokenContentError, ContentFault, read_pages
from kb.readers.drafts import Catalogue, RecordDraft
from kb.words import Pair

_LINK = re.compile(r"\]\(([^)\s]+)")
_CODE = re.compile(r"\b[HFLP]-\d{4}-\d{3}\b")
_OWN_PAGE = re.compile(r"/(?:sv|en)/(?:([a-z-]+)(?:/([^#?]+))?)?/?(?:[#?].*)?\Z")
_VERSION = re.compile(r"/versions/\d+\Z")
#: Lists that have an address of their own, with no records below it in the catalogue.
_LISTS = frozenset(("search", "components"))
#: A text this long that reads the same in both languages was never translated.
_LONG = 60


def content_faults(folder: Path) -> list[ContentFault]:
    """Everything that is wrong in the catalogue and the pages below *folder*, by file and line."""
    try:
        catalogue = read_whole_catalogue(folder)
        slugs = {page.slug for page in read_pages(folder)}
    except BrokenContentError as error:
        return error.faults
    faults = [*_translations(catalogue), *_links(folder, slugs, _codes(catalogue))]
    return sorted(faults, key=lambda fault: (fault.path, fault.line))


def _codes(catalogue: Catalogue) -> dict[str, set[str]]:
    """What each place of an address leads to: the codes of its records."""
    groups: dict[str, tuple[RecordDraft, ...]] = {
        "barriers": catalogue.barriers,
        "cases": catalogue.cases,
        "matters": catalogue.matters,
        "actions": catalogue.actions,
        "objectives": catalogue.objectives,
        "principles": catalogue.principles,
        "organisations": catalogue.organisations,
        "law": catalogue.acts,
    }
    codes = {place: {draft.code for draft in drafts} for place, drafts in groups.items()}
    provisions = with_holders(cited_keys(catalogue))
    codes["law"] |= {key.replace("#", "/") for key in provisions}
    return codes


def _translations(catalogue: Catalogue) -> Iterator[ContentFault]:
    for objective in catalogue.objectives:
        if not objective.texts:
            path = f"strategy/{objective.code}.md"
            yield ContentFault(path, 1, f"The objective {objective.code} has no page.")
    groups: dict[str, tuple[RecordDraft, ...]] = {
        "barriers": catalogue.barriers,
        "cases": catalogue.cases,
        "matters": catalogue.matters,
        "actions": catalogue.actions,
        "strategy": catalogue.objectives,
    }
    for folder, drafts in groups.items():
        for draft in drafts:
            for name in _untranslated(draft):
                message = f"'{name}' reads the same in Swedish and English."
                yield ContentFault(f"{folder}/{draft.code}.md", 1, message)


def _untranslated(draft: RecordDraft) -> Iterator[str]:
    pairs = {"summary": draft.summary} | {
        f"question {number}": pair for number, pair in enumerate(draft.questions, 1)
    }
    bodies: dict[str, list[str]] = {}
    for text in draft.texts:
        bodies.setdefault(text.field, []).append(text.body_md)
    pairs |= {name: Pair(*both) for name, both in bodies.items() if len(both) == 2}
    for name, pair in pairs.items():
        if pair and pair.sv == pair.en and len(pair.sv) > _LONG:
            yield name


def _links(folder: Path, slugs: set[str], codes: dict[str, set[str]]) -> Iterator[ContentFault]:
    known = set().union(*codes.values())
    for path in sorted(folder.rglob("*.md")):
        name = str(path.relative_to(folder))
        if name.startswith("handbook/"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for code in _CODE.findall(line):
                if code not in known:
                    yield ContentFault(name, number, f"There is no record {code}.")
            for target in _LINK.findall(line):
                if _is_dead(target, slugs, codes):
                    yield ContentFault(name, number, f"The link {target} leads nowhere.")


def _is_dead(target: str, slugs: set[str], codes: dict[str, set[str]]) -> bool:
    """Whether a link within the service leads nowhere; links to other sites are not fetched."""
    if target.startswith(("https://", "mailto:", "#")):
        return False
    match = _OWN_PAGE.fullmatch(target)
    if match is None:
        return True
    place, code = match.groups()
    if place is None:
        return False
    if code is None:
        return place not in slugs | _LISTS | codes.keys()
    return _VERSION.sub("", code) not in codes.get(place, ())
