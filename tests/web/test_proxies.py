"""Proxies: what they say of the reader is believed when they are set, and never otherwise."""

from ipaddress import ip_network

import pytest

from kb.web.proxies import TrustedProxies

SAID = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "hinder.example.se",
}


def seen(networks, sender, **headers):
    """What the application sees of a request that *sender* hands on."""
    found = {}

    def app(environ, _start):
        found.update(environ)
        return []

    environ = {
        "REMOTE_ADDR": sender,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost",
        **SAID,
        **headers,
    }
    TrustedProxies(app, [ip_network(name) for name in networks])(environ, None)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"], found["HTTP_HOST"]


@pytest.mark.parametrize("network", ["10.0.0.5", "10.0.0.0/8"])
def test_a_proxy_that_is_set_is_believed(network):
    assert seen([network], "10.0.0.5") == ("203.0.113.7", "https", "hinder.example.se")


@pytest.mark.parametrize("sender", ["10.0.0.6", "203.0.113.9", "", "unix:"])
def test_what_anybody_else_says_is_not_believed(sender):
    assert seen(["10.0.0.5"], sender) == (sender, "http", "localhost")


def test_what_the_reader_writes_before_the_proxy_does_is_not_believed():
    chain = "198.51.100.1, 203.0.113.7"

    assert seen(["10.0.0.5"], "10.0.0.5", HTTP_X_FORWARDED_FOR=chain)[0] == "203.0.113.7"


def test_a_proxy_behind_another_is_passed_over():
    chain = "198.51.100.1, 203.0.113.7, 10.0.0.6"

    assert seen(["10.0.0.0/8"], "10.0.0.5", HTTP_X_FORWARDED_FOR=chain)[0] == "203.0.113.7"
