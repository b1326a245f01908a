"""The folder ``content/`` to one Catalogue, or to the list of everything that is wrong in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kb.readers.drafts import (
    Catalogue,
    EifPrincipleDraft,
    ObjectiveDraft,
    PageDraft,
    PrincipleDraft,
    StrategyDraft,
    TermDraft,
    TextDraft,
)
from kb.readers.fields import Fields
from kb.readers.front_matter import Fault, Node, read_document, read_yaml
from kb.readers.parts import Parts, read_texts
from kb.readers.records import read_action, read_barrier, read_case, read_matter
from kb.readers.registers import (
    read_act,
    read_area,
    read_eif_principle,
    read_known_name,
    read_objective,
    read_organisation,
    read_principle,
    read_strategy,
    read_synonyms,
    read_term,
)
from kb.words import Pair

Draft = TypeVar("Draft")


@dataclass(frozen=True)
class ContentFault:
    """Something wrong in a file: its name below the content folder, the line, and the reason."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return the fault as compilers write theirs, so that editors can jump to it."""
        return f"{self.path}:{self.line}: {self.message}"


class BrokenContentError(Exception):
    """The content cannot be loaded; *faults* says why, file by file."""

    def __init__(self, faults: list[ContentFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class _StrategyFile:
    strategy: StrategyDraft
    objectives: tuple[ObjectiveDraft, ...]
    eif_principles: tuple[EifPrincipleDraft, ...]
    principles: tuple[PrincipleDraft, ...]


class _Folder:
    """Reads files below one folder and gathers their faults instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[ContentFault] = []

    def yaml(self, name: str, read: Callable[[Node], Draft]) -> Draft | None:
        """Read one YAML file; None, and a fault kept, when it is broken."""
        return self._guarded(name, lambda text: read(read_yaml(text)))

    def documents(self, name: str, read: Callable[[Fields, Parts], Draft]) -> tuple[Draft, ...]:
        """Read every Markdown file of one folder; broken ones are left out and kept as faults."""
        found = []
        for path in sorted((self.folder / name).glob("*.md")):
            draft = self._guarded(f"{name}/{path.name}", lambda text: _read_record(text, read))
            if draft is not None:
                self._check_name(path, getattr(draft, "code", path.stem))
                found.append(draft)
        return tuple(found)

    def _check_name(self, path: Path, code: str) -> None:
        if path.stem != code:
            name = str(path.relative_to(self.folder))
            self.faults.append(ContentFault(name, 2, f"The file must be named {code}.md."))

    def _guarded(self, name: str, read: Callable[[str], Draft]) -> Draft | None:
        try:
            return read((self.folder / name).read_text(encoding="utf-8"))
        except Fault as fault:
            self.faults.append(ContentFault(name, fault.line, fault.message))
        except FileNotFoundError:
            self.faults.append(ContentFault(name, 1, "The file is missing."))
        except UnicodeDecodeError as error:
            self.faults.append(ContentFault(name, 1, f"The file is not UTF-8: {error.reason}."))
        return None


def read_catalogue(folder: Path) -> Catalogue:
    """Read everything below *folder*; raises BrokenContentError that names every fault."""
    files = _Folder(folder)
    terms = files.yaml("terms.yaml", _terms)
    synonyms = files.yaml("synonyms.yaml", _list_of(read_synonyms)) or ()
    organisations = files.yaml("organisations.yaml", _list_of(read_organisation))
    acts = files.yaml("law/acts.yaml", _list_of(read_act))
    known_names = files.yaml("law/names.yaml", _list_of(read_known_name)) or ()
    strategy = files.yaml("strategy/strategy.yaml", _strategy)
    pages = files.documents("strategy", _objective_page)
    barriers = files.documents("barriers", read_barrier)
    cases = files.documents("cases", read_case)
    matters = files.documents("matters", read_matter)
    actions = files.documents("actions", read_action)
    if strategy is not None:
        known = {objective.code for objective in strategy.objectives}
        for page in pages:
            if page.code not in known:
                message = f"There is no objective {page.code} in strategy.yaml."
                files.faults.append(ContentFault(f"strategy/{page.code}.md", 2, message))
    if files.faults or terms is None or organisations is None or acts is None or strategy is None:
        raise BrokenContentError(files.faults)
    return Catalogue(
        terms=terms,
        synonyms=synonyms,
        known_names=known_names,
        organisations=organisations,
        acts=acts,
        strategy=strategy.strategy,
        objectives=tuple(_with_page(objective, pages) for objective in strategy.objectives),
        eif_principles=strategy.eif_principles,
        principles=strategy.principles,
        barriers=barriers,
        cases=cases,
        matters=matters,
        actions=actions,
    )


def read_pages(folder: Path) -> tuple[PageDraft, ...]:
    """Read the prose below ``pages/``; raises BrokenContentError that names every fault."""
    files = _Folder(folder)
    pages = files.documents("pages", _page)
    if files.faults:
        raise BrokenContentError(files.faults)
    return pages


def _read_record(text: str, read: Callable[[Fields, Parts], Draft]) -> Draft:
    document = read_document(text)
    fields = Fields(document.front)
    draft = read(fields, document.parts)
    fields.end()
    return draft


def _list_of(read: Callable[[Fields], Draft]) -> Callable[[Node], tuple[Draft, ...]]:
    def read_list(node: Node) -> tuple[Draft, ...]:
        fields = Fields(Node({"list": node}, node.line))
        return fields.many("list", read)

    return read_list


def _terms(node: Node) -> tuple[TermDraft, ...]:
    fields = Fields(node)
    schemes = node.value if isinstance(node.value, dict) else {}

    def read_scheme(scheme: str) -> Iterator[TermDraft]:
        yield from fields.many(scheme, lambda term: read_term(term, scheme))

    return tuple(term for scheme in schemes for term in read_scheme(scheme))


def _strategy(node: Node) -> _StrategyFile:
    fields = Fields(node)
    areas = fields.many("areas", read_area)
    strategy = fields.one("strategy", lambda inner: read_strategy(inner, areas))
    if strategy is None:
        raise Fault(node.line, "The key 'strategy' is missing.")
    whole = _StrategyFile(
        strategy=strategy,
        objectives=fields.many("objectives", read_objective),
        eif_principles=fields.many("eif_principles", read_eif_principle),
        principles=fields.many("principles", read_principle),
    )
    fields.end()
    return whole


@dataclass(frozen=True)
class _ObjectivePage:
    code: str
    summary: Pair
    texts: tuple[TextDraft, ...]


def _objective_page(fields: Fields, parts: Parts) -> _ObjectivePage:
    return _ObjectivePage(
        code=fields.text("code"),
        summary=fields.pair("summary"),
        texts=read_texts(parts, fields.line, "text"),
    )


def _with_page(objective: ObjectiveDraft, pages: tuple[_ObjectivePage, ...]) -> ObjectiveDraft:
    page = next((page for page in pages if page.code == objective.code), None)
    if page is None:
        return objective
    return replace(objective, summary=page.summary, texts=page.texts)


def _page(fields: Fields, parts: Parts) -> PageDraft:
    read_texts(parts, fields.line, "text")
    return PageDraft(
        slug=fields.text("slug"),
        title=fields.pair("title"),
        summary=fields.pair("summary"),
        text_md=Pair(parts["text", "sv"], parts["text", "en"]),
        updated_on=fields.date("updated_on") or fields.text("updated_on"),
    )
