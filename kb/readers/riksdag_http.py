"""One host of open data, asked politely: pauses, patience, and limits to what is believed.

Only the host that was named is asked, over HTTP or HTTPS. Nothing here knows what the answers mean.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from kb.clock import now
from kb.errors import KbError

_PORTS = {"http": 80, "https": 443}
_TOO_MANY, _BROKEN = 429, 500
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024


class FetchError(KbError):
    """Something could not be fetched; the sentence says what and why."""


class NotThere(FetchError):
    """The host answers that it has no such document."""


class _TryAgainError(Exception):
    """An answer that may be another one after a while; *wait* in seconds when the host says."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How a host is asked; times in seconds."""

    connect: float = 5
    #: Longest silence while an answer is read.
    read: float = 30
    #: Longest time that a whole answer may take.
    whole: float = 120
    #: Between two requests.
    pause: float = 0.5
    tries: int = 4
    #: Wait after the first failure; it doubles with each.
    first_wait: float = 2
    #: Longest wait that a host may ask for.
    longest_wait: float = 120
    max_bytes: int = 20 * 1024 * 1024
    redirects: int = 3
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Host:
    """The host at *base*, such as ``https://data.riksdagen.se``; *agent* is what we call ourselves.

    Raises FetchError for an address that is not of HTTP.
    """

    base: str
    agent: str
    manners: Manners = Manners()
    _asked: int = 0
    _pool: PoolManager = field(default_factory=PoolManager)

    def __post_init__(self) -> None:
        """Refuse what is no address of a host."""
        parts = urlsplit(self.base)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise FetchError("%(url)s is no address of HTTP.", url=self.base[:200])

    def get(self, url: str) -> bytes:
        """Fetch *url*, which may be relative, and return what it holds.

        Tries again after a failure of the connection, too many requests (429) and faults of the
        server, as long as the manners say. Raises FetchError, or NotThere for what is missing.
        """
        wait = self.manners.first_wait
        for tried in range(1, self.manners.tries + 1):
            if self._asked:
                self.manners.sleep(self.manners.pause)
            self._asked += 1
            try:
                return self._follow(self.own(url))
            except _TryAgainError as error:
                if tried == self.manners.tries:
                    raise FetchError(
                        "%(url)s could not be fetched in %(tries)s tries: %(why)s.",
                        url=url,
                        tries=tried,
                        why=error,
                    ) from None
                asked = min(error.wait or 0, self.manners.longest_wait)
                self.manners.sleep(max(asked, wait))
                wait *= 2
        raise AssertionError("At least one try is made.")

    def own(self, url: str) -> str:
        """Return the whole address of *url*; raises FetchError when it leads to another host.

        The host's own links may say HTTP where we ask by HTTPS: it is asked as before.
        """
        try:
            asked, base = urlsplit(urljoin(f"{self.base}/", url)), urlsplit(self.base)
            is_own = _place(asked) == _place(base)
        except ValueError:
            is_own = False
        if not is_own:
            raise FetchError("%(url)s leads to another host and was not asked.", url=url[:200])
        return asked._replace(scheme=base.scheme, netloc=base.netloc, fragment="").geturl()

    def _follow(self, url: str) -> bytes:
        """Fetch *url*, and where it has moved to on the same host."""
        for _each in range(self.manners.redirects + 1):
            response = self._open(url)
            try:
                if response.status not in _MOVED:
                    return self._read(url, response)
                moved = response.headers.get("Location", "")
            finally:
                response.close()
            url = self.own(urljoin(url, moved))
        raise FetchError("%(url)s moves on and on.", url=url[:200])

    def _open(self, url: str) -> BaseHTTPResponse:
        manners = self.manners
        try:
            return self._pool.request(
                "GET",
                url,
                headers={"User-Agent": self.agent, "Accept": "application/json"},
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=Timeout(connect=manners.connect, read=manners.read),
            )
        except HTTPError as error:
            raise _TryAgainError(type(error).__name__) from error

    def _read(self, url: str, response: BaseHTTPResponse) -> bytes:
        """Read the answer within its limits."""
        status = response.status
        if status == _TOO_MANY or status >= _BROKEN:
            raise _TryAgainError(f"status {status}", _seconds(response.headers.get("Retry-After")))
        if status in (404, 410):
            raise NotThere("%(url)s is not there.", url=url[:200])
        if status != 200:
            raise FetchError(
                "%(url)s answered with status %(status)s.", url=url[:200], status=status
            )
        limit, ends_at = self.manners.max_bytes, time.monotonic() + self.manners.whole
        data = bytearray()
        try:
            while chunk := response.read1(_CHUNK):
                data += chunk
                if len(data) > limit:
                    raise FetchError(
                        "%(url)s holds more than %(limit)s bytes.", url=url[:200], limit=limit
                    )
                if time.monotonic() > ends_at:
                    raise _TryAgainError("slow answer")
        except HTTPError as error:
            raise _TryAgainError(type(error).__name__) from error
        return bytes(data)


def _place(parts: SplitResult) -> tuple[str, int]:
    """Host and port; HTTP and HTTPS on their usual ports are one place. ValueError if it is none.

    Raises ValueError for names and passwords in an address, and for other schemes.
    """
    if parts.scheme not in _PORTS or "@" in parts.netloc:
        raise ValueError(parts.scheme)
    port = parts.port or _PORTS[parts.scheme]
    return (parts.hostname or "", _PORTS["https"] if port in _PORTS.values() else port)


def _seconds(told: str | None) -> float | None:
    """Read Retry-After: seconds, or the moment from which to try again."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told[:9])
    try:
        return (parsedate_to_datetime(told) - now()).total_seconds()
    except (TypeError, ValueError):
        return None
