"""Where the references of a text lead: to our page of the law, else to where its source is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.citations.citing import Cited, cite
from kb.citations.keys import act_of, label, official_url
from kb.clock import today
from kb.law.name_queries import get_law_names
from kb.models import LegalAct, Provision
from kb.text.linking import Linker, Reference
from kb.words import Language


@dataclass(frozen=True, kw_only=True)
class Ours:
    """The law that has a page of ours: whole acts of the statute book, and records."""

    book: frozenset[str]
    acts: frozenset[str]
    provisions: frozenset[str]

    def page_of(self, key: str) -> str | None:
        """The nearest page that shows *key*: its own, else that of its act; None when none does."""
        act = act_of(key)
        if act is None:
            return None
        if act in self.book or key in self.provisions:
            return key
        return act if act in self.acts else None


def get_linker(session: Session, language: Language) -> Linker:
    """Return what finds the references of a text in *language*, names meaning what they do today.

    Acts that the catalogue or the statute book holds have a page of ours. Any other source is
    linked where its official address follows from its key, else left as it is written.
    """
    law = get_law_names(session)
    ours = Ours(
        book=law.acts,
        acts=frozenset(session.scalars(select(LegalAct.code))),
        provisions=frozenset(session.scalars(select(Provision.code))),
    )

    def find(text: str) -> Sequence[Reference]:
        found = (
            _reference(cited, ours, language) for cited in cite(text, law.names, as_of=today())
        )
        return [reference for reference in found if reference is not None]

    return find


def page_path(key: str, language: Language) -> str:
    """Address of our page of an act or a provision, as ``kb.web.addresses`` has it.

    Stored HTML keeps addresses, and is made where no request is at hand; a test holds that the two
    agree.
    """
    act, _, fragment = key.partition("#")
    inside = f"/{fragment}" if fragment else ""
    return f"/{language.value}/law/{act}{inside}"


def _reference(cited: Cited, ours: Ours, language: Language) -> Reference | None:
    if not cited.keys:
        return None
    key = cited.keys[0]
    page = ours.page_of(key)
    url = page_path(page, language) if page else official_url(key)
    if url is None:
        return None
    named = label(key)
    title = named.sv if language is Language.SV else named.en
    return Reference(cited.start, cited.end, url, title)
