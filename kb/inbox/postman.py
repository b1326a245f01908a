"""Handing letters to the mail server. Knows nothing of the database and of what is tried when."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

from kb.errors import Invalid
from kb.models import Mail

#: How long the server may take for each answer, in seconds.
TIMEOUT_SECONDS = 10.0
#: How much of what a server says is kept.
MAX_REASON = 200
#: The longest line of a text in transit.
_SHORT_LINES = SMTP.clone(max_line_length=76)
#: Addresses that end letters are long; servers have been known to lose what is folded.
_UNFOLDED = SMTP.clone(max_line_length=900)
_PORTS = {"smtp": 25, "smtps": 465}
_THIS_MACHINE = frozenset(("localhost", "127.0.0.1", "::1"))


class LetterError(Exception):
    """The letter was not taken."""


class RefusedError(LetterError):
    """The server will never take this letter: it is not tried again."""


class DelayedError(LetterError):
    """The server does not take this letter now; it may later."""


class UnreachableError(LetterError):
    """The server cannot be talked to, for this letter or any other."""


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """A mail server, and whom its letters come from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    #: Encrypted from the start.
    is_tls: bool = False
    #: Encrypted after the greeting.
    has_starttls: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS


def read_server(url: str) -> MailServer:
    """Read ``smtp://user:password@host:port?from=…&starttls=1``, or ``smtps://``.

    Raises Invalid when it cannot be used, or would send a password that others can read.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("is no address of a mail server.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _wrong("must begin with smtp:// or smtps:// and name a server.")
    values = parse_qs(parts.query)
    server = MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        sender=values.get("from", [f"hinderbanken@{parts.hostname}"])[0],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        has_starttls=values.get("starttls") == ["1"],
    )
    is_readable = not (server.is_tls or server.has_starttls or server.host in _THIS_MACHINE)
    if server.password and is_readable:
        raise _wrong("would send the password in the clear; use smtps:// or starttls=1.")
    try:
        _address("", server.sender)
    except ValueError:
        raise _wrong("names a sender that is no address.") from None
    return server


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Write the message of *mail*, its user loaded; raises RefusedError for a hopeless address.

    The same row always gives the same Message-ID, so that mailboxes know a letter that came twice.
    """
    message = EmailMessage(policy=_SHORT_LINES)
    try:
        message["From"] = _address("", sender)
        message["To"] = _address(_line(mail.user.name), mail.user.email)
    except ValueError as error:
        raise RefusedError(f"The address cannot be written to: {error}") from error
    message["Subject"] = _line(mail.subject)
    message["Date"] = mail.written_at
    mark = sha256(f"{mail.id}/{mail.occasion}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{mark}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{_line(mail.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Plain letters alone in transit: not every server takes others.
    message.set_content(mail.body, cte="quoted-printable")
    return message


def hand_over(server: MailServer, mail: Mail, at_the_door: Callable[[], None]) -> None:
    """Give *mail*, its user loaded, to *server*; returns when the server has taken it.

    *at_the_door* is called just before the text is given: up to then it is certain that the letter
    has not been sent. Raises RefusedError, DelayedError or UnreachableError.
    """
    message = compose(mail, server.sender)
    try:
        connection = _connected(server)
        try:
            _check(connection.mail(server.sender), is_about_letter=False)
            _check(connection.rcpt(mail.user.email), is_about_letter=True)
            at_the_door()
            _check(connection.data(message.as_bytes(policy=_UNFOLDED)), is_about_letter=True)
            # What goes wrong from here on does not undo that the letter was taken.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()
    except smtplib.SMTPDataError as error:
        _check((error.smtp_code, _bytes(error.smtp_error)), is_about_letter=True)
    except smtplib.SMTPResponseException as error:
        reason = _reason(error.smtp_code, _bytes(error.smtp_error))
        raise UnreachableError(reason) from error
    except (smtplib.SMTPException, OSError) as error:
        raise UnreachableError(f"{type(error).__name__}: {error}"[:MAX_REASON]) from error


def _address(name: str, email: str) -> Address:
    """Make an address; raises ValueError for one that the rules of mail do not know."""
    # Others than plain letters ask for an extension that few servers have.
    email.encode("ascii")
    try:
        return Address(display_name=name, addr_spec=email)
    except (MessageError, IndexError) as error:
        raise ValueError("This is no address.") from error


def _connected(server: MailServer) -> smtplib.SMTP:
    """Connect, encrypt and sign in, as the address of *server* says."""
    context = ssl.create_default_context()
    timeout = server.timeout_seconds
    if server.is_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.has_starttls:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(answer: tuple[int, bytes], *, is_about_letter: bool) -> None:
    """Raise what the server's answer comes to; a sender it refuses is a fault of the settings."""
    code, text = answer
    if code < 400:
        return
    reason = _reason(code, text)
    if not is_about_letter:
        raise UnreachableError(reason)
    raise RefusedError(reason) if code >= 500 else DelayedError(reason)


def _reason(code: int, text: bytes) -> str:
    return _line(f"{code} {text.decode('utf-8', 'replace')}")[:MAX_REASON]


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _line(text: str) -> str:
    """Put *text* on one line: what begins a new line would begin a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _wrong(sentence: str) -> Invalid:
    return Invalid("KB_SMTP_URL", f"KB_SMTP_URL {sentence}")
