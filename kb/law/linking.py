"""Where the references of a text lead: to our page of the law, else to where its source is kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.citations.citing import Cited, cite
from kb.citations.keys import act_of, label, official_url
from kb.clock import today
from kb.law.name_queries import get_law_names
from kb.models import LegalAct
from kb.text.linking import Linker, Reference
from kb.words import Language


def get_linker(session: Session, language: Language) -> Linker:
    """Return what finds the references of a text in *language*, names meaning what they do today.

    Acts that the catalogue or the statute book holds have a page of ours. Any other source is
    linked where its official address follows from its key, else left as it is written.
    """
    law = get_law_names(session)
    ours = law.acts | set(session.scalars(select(LegalAct.code)))

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


def _reference(
    cited: Cited, ours: frozenset[str] | set[str], language: Language
) -> Reference | None:
    if not cited.keys:
        return None
    key = cited.keys[0]
    url = page_path(key, language) if act_of(key) in ours else official_url(key)
    if url is None:
        return None
    named = label(key)
    title = named.sv if language is Language.SV else named.en
    return Reference(cited.start, cited.end, url, title)
