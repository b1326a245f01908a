"""Settings: one frozen dataclass, read once from ``KB_*`` environment variables.

Nothing else in the package reads the environment.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile

from kb.errors import Invalid

#: The folder that holds ``kb/``, ``content/``, ``templates/`` and ``migrations/``.
PROJECT_FOLDER = Path(__file__).resolve().parent.parent
MAX_PORT = 65_535
SECOND_FACTOR = ("optional", "staff", "admin")


def _setting(default: str, *, help_text: str) -> str:
    """Declare a field of Settings with the sentence that ``kb check --help`` shows."""
    value: str = field(default=default, metadata={"help": help_text})
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs from one installation to another."""

    database_url: str = _setting(
        "", help_text="SQLAlchemy URL of the database; empty means SQLite in the data folder."
    )
    data_dir: str = _setting(
        "var", help_text="Folder for the database, the search index and the secret key."
    )
    secret_key: str = _setting(
        "", help_text="Key that signs tokens; made on the first start and kept in the data folder."
    )
    search: str = _setting("whoosh", help_text="Search engine; the one there is today is whoosh.")
    host: str = _setting("127.0.0.1", help_text="Address that kb serve listens on.")
    port: str = _setting("8000", help_text="Port that kb serve listens on.")
    site_name: str = _setting("Hinderbanken", help_text="Name shown in the header and in titles.")
    site_url: str = _setting(
        "", help_text="Public address, such as https://hinder.example.se, for permanent links."
    )

    security_contact: str = _setting(
        "",
        help_text="Address for reports of weaknesses, such as mailto:security@example.se, "
        "for /.well-known/security.txt.",
    )
    trusted_proxies: str = _setting(
        "",
        help_text="Addresses or networks of reverse proxies, separated by commas; what they say of "
        "the reader's address, host and TLS (X-Forwarded-*) is believed.",
    )
    smtp_url: str = _setting(
        "",
        help_text="Mail server, such as smtps://name:password@mail.example.se?from=kb@example.se; "
        "empty means that no mail is sent.",
    )

    riksdag_url: str = _setting(
        "",
        help_text="Where kb import riksdag --fetch reads the Riksdag's open data, "
        "https://data.riksdagen.se; empty means that nothing is fetched.",
    )

    second_factor: str = _setting(
        "optional",
        help_text="Who must have a second factor for signing in: optional (whoever wants one), "
        "staff (everybody) or admin (administrators).",
    )

    @property
    def data_folder(self) -> Path:
        """The data folder as an absolute path; relative names count from the project folder."""
        return (PROJECT_FOLDER / self.data_dir).resolve()

    @property
    def public_url(self) -> str:
        """Where links in letters lead: the public address, else what kb serve listens on."""
        return self.site_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def proxies(self) -> list[IPv4Network | IPv6Network]:
        """The reverse proxies that are believed; raises ValueError for what is no address."""
        names = (name.strip() for name in self.trusted_proxies.split(","))
        return [ip_network(name) for name in names if name]

    @property
    def database(self) -> str:
        """The SQLAlchemy URL that is really used."""
        return self.database_url or f"sqlite:///{self.data_folder / 'hinderbanken.db'}"

    @property
    def index_folder(self) -> Path:
        """Where the search indexes lie, one folder an audience."""
        return self.data_folder / "index"

    @property
    def key(self) -> str:
        """The signing key: the one set, else the one kept in the data folder, made if missing."""
        return self.secret_key or _kept_key(self.data_folder / "secret.key")


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings from *environment*; raises Invalid and names the variable that is wrong."""
    known = {f"KB_{item.name.upper()}": item.name for item in fields(Settings)}
    settings = Settings(**{known[name]: environment[name] for name in known if name in environment})
    if not settings.port.isdecimal() or not 0 <= int(settings.port) <= MAX_PORT:
        raise Invalid("KB_PORT", f"KB_PORT must be a number from 0 to {MAX_PORT}.")
    if settings.search != "whoosh":
        raise Invalid("KB_SEARCH", "KB_SEARCH must be whoosh.")
    if settings.second_factor not in SECOND_FACTOR:
        raise Invalid("KB_SECOND_FACTOR", "KB_SECOND_FACTOR must be optional, staff or admin.")
    if settings.site_url and not settings.site_url.startswith(("https://", "http://")):
        raise Invalid("KB_SITE_URL", "KB_SITE_URL must begin with https:// or http://.")
    if settings.riksdag_url and not settings.riksdag_url.startswith(("https://", "http://")):
        raise Invalid("KB_RIKSDAG_URL", "KB_RIKSDAG_URL must begin with https:// or http://.")
    try:
        settings.proxies  # noqa: B018  (reading checks it)
    except ValueError:
        raise Invalid(
            "KB_TRUSTED_PROXIES",
            "KB_TRUSTED_PROXIES must be addresses such as 127.0.0.1, separated by commas.",
        ) from None
    if settings.smtp_url and not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise Invalid("KB_SMTP_URL", "KB_SMTP_URL must begin with smtp:// or smtps://.")
    if settings.secret_key and len(settings.secret_key) < 32:
        raise Invalid("KB_SECRET_KEY", "KB_SECRET_KEY must be at least 32 characters long.")
    return settings


def load_settings() -> Settings:
    """Read the settings from the process's environment."""
    return settings_from(os.environ)


def settings_help() -> list[tuple[str, str, str]]:
    """List every setting as (environment variable, default, help sentence)."""
    return [
        (f"KB_{item.name.upper()}", str(item.default), str(item.metadata["help"]))
        for item in fields(Settings)
    ]


def _kept_key(path: Path) -> str:
    """Read the key file, or make one that only its owner can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place: whoever reads the key reads the whole of it, and
        # the first worker's key stands.
        with NamedTemporaryFile("w", dir=path.parent) as file, suppress(FileExistsError):
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.link(file.name, path)
    return path.read_text().strip()
