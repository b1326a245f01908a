"""Believing reverse proxies, and only those that are set."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kb.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ADDRESS = "HTTP_X_FORWARDED_FOR"


class TrustedProxies:
    """Takes the reader's address, host and TLS from ``X-Forwarded-*`` when a known proxy sent it.

    What others send in those headers changes nothing: it would let them choose their address.
    """

    def __init__(
        self, app: "WSGIApplication", networks: Iterable[IPv4Network | IPv6Network]
    ) -> None:
        self.app = app
        self.behind = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self.networks = list(networks)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer the request, having read the headers when they can be believed."""
        if not self._is_known(environ.get("REMOTE_ADDR", "")):
            return self.app(environ, start_response)
        chain = [name.strip() for name in environ.get(_ADDRESS, "").split(",")]
        # A proxy behind another of ours writes the other's address last.
        while len(chain) > 1 and self._is_known(chain[-1]):
            chain.pop()
        environ[_ADDRESS] = ", ".join(chain)
        return self.behind(environ, start_response)

    def _is_known(self, name: str) -> bool:
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return any(address in network for network in self.networks)


def install(app: Flask, settings: Settings) -> None:
    """Let *app* believe the proxies of *settings*, if there are any."""
    if settings.proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.proxies)  # type: ignore[method-assign]
