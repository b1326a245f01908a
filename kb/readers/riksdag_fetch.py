"""The Riksdag's open data over HTTP: lists page by page, and the documents that they name.

What was read before something went wrong is kept: it is told with it, and never thrown away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from kb.errors import Invalid
from kb.readers.documents import FailedDocument
from kb.readers.riksdag import ids_in, next_page
from kb.readers.riksdag_http import FetchError, Host, NotThere

#: Documents a page of a list.
PAGE = 100
#: A session has some 4,000 motions; a list that goes on beyond this has lost its end.
MAX_PAGES = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: a series, its session or year, and one designation or all."""

    #: ``prop``, ``bet``, ``sou`` …
    series: str
    #: ``2021/22``; ``2021`` for what is numbered by the year.
    session: str
    designation: str = ""
    #: Whether each document is fetched in full too, with its steps and references.
    in_full: bool = False

    @property
    def address(self) -> str:
        """The first page of the list."""
        query = {"doktyp": self.series, "rm": self.session, "bet": self.designation}
        query |= {"sort": "datum", "sortorder": "asc", "sz": str(PAGE), "utformat": "json"}
        return f"dokumentlista/?{urlencode({name: told for name, told in query.items() if told})}"


@dataclass
class Fetched:
    """What was fetched, each answer with its name, and what went wrong."""

    answers: list[tuple[str, bytes]] = field(default_factory=list)
    #: Documents that a list names and the host does not have.
    missing: list[FailedDocument] = field(default_factory=list)
    #: Why it ended before the end; None when everything was read.
    stopped: str | None = None


def fetch(host: Host, wanted: Wanted, max_pages: int = MAX_PAGES) -> Fetched:
    """Fetch what is *wanted*, and keep what was read when something stops it."""
    fetched = Fetched()
    try:
        for name, data in _pages(host, wanted, max_pages):
            fetched.answers.append((name, data))
        if wanted.in_full:
            _fetch_in_full(host, fetched)
    except (FetchError, Invalid) as error:
        fetched.stopped = str(error)
    return fetched


def _pages(host: Host, wanted: Wanted, max_pages: int) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list; each is looked at before it is given.

    Raises FetchError when a page leads back, to another host, or there are more than *max_pages*.
    """
    url, seen = host.own(wanted.address), set[str]()
    while True:
        seen.add(url)
        name = f"{wanted.series} {wanted.session}, page {len(seen)}"
        data = host.get(url)
        following = next_page(data, name)
        yield name, data
        if following is None:
            return
        url = host.own(following)
        if url in seen:
            raise FetchError("%(page)s leads back to a page that was read.", page=name)
        if len(seen) >= max_pages:
            raise FetchError("The list has more than %(count)s pages.", count=max_pages)


def _fetch_in_full(host: Host, fetched: Fetched) -> None:
    """Fetch every document of the lists in full; one that is not there is told."""
    ids = dict.fromkeys(each for name, data in fetched.answers for each in ids_in(data, name))
    for each in ids:
        try:
            fetched.answers.append((each, host.get(f"dokumentstatus/{quote(each)}.json")))
        except NotThere as error:
            fetched.missing.append(FailedDocument(each, str(error)))
