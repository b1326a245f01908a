"""A server on this machine that plays the Riksdag's open data, well-behaved or not."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.readers.riksdag_files import answer_of, listing


@dataclass(frozen=True)
class Answer:
    """One answer; *slow* is how long each piece of it takes, in seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0


@dataclass
class Riksdag:
    """What is answered for which path, in turn; the last answer stays. And what was asked."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    #: The rows of each page of the list.
    pages: list[list[dict]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def will_answer(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def answer(self, target: str) -> Answer:
        self.asked.append(target)
        path = urlsplit(target).path
        if prepared := self.answers.get(path):
            return prepared.pop(0) if len(prepared) > 1 else prepared[0]
        if path == "/dokumentlista/":
            return self._page(target)
        name = path.removeprefix("/dokumentstatus/").removesuffix(".json")
        try:
            return Answer(answer_of(f"dokumentstatus-{name}"))
        except FileNotFoundError:
            return Answer(status=404)

    def _page(self, target: str) -> Answer:
        number = int(parse_qs(urlsplit(target).query).get("p", ["1"])[0])
        told = {"@sida": str(number), "@sidor": str(len(self.pages)), "@datum": "2026-01-29"}
        if number < len(self.pages):
            told["@nasta_sida"] = f"{self.url}/dokumentlista/?p={number + 1}"
        return Answer(listing(*self.pages[number - 1], **told))


@contextmanager
def riksdag_server() -> Iterator[Riksdag]:
    """Serve on a free port of this machine until the block ends."""
    riksdag = Riksdag()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            riksdag.agents.add(self.headers.get("User-Agent", ""))
            answer = riksdag.answer(self.path)
            self.send_response(answer.status)
            headers = {"Content-Length": str(len(answer.body)), **answer.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(answer.body), 1 << 16):
                    time.sleep(answer.slow)
                    self.wfile.write(answer.body[at : at + (1 << 16)])
            except OSError:
                # Whoever asked has hung up.
                self.close_connection = True

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    riksdag.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield riksdag
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
