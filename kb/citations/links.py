"""Addresses of a source at services outside: where lawyers read the text that a key names."""

import re

from kb.citations.labels import Label, official_url_of

_LAWS = re.compile(r"(\d{4}):(\d{1,4})", re.ASCII)
#: The official statute book has been published on the net alone since April 2018; the first
#: number published there is this one.
_FIRST_ON_THE_NET = (2018, 159)
_CASE_AT_LAGEN = {"hfd": "dom/hfd", "ra": "dom/ra"}
_SAME_AT_LAGEN = {"sou", "ds", "dir", "prop"}


def outside_links_of(parts: Label) -> list[tuple[str, str]]:
    """List name and address of the places outside that keep a source, the official one first."""
    official = official_url_of(parts)
    links = [(_official_name(parts.prefix), official)] if official else []
    if parts.prefix == "sfs":
        return links + _statute_links(parts)
    if parts.prefix == "celex":
        address = f"https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX:{parts.number}"
        return [*links, ("EUR-Lex", address)]
    at_lagen = _at_lagen(parts)
    return [*links, ("lagen.nu", f"https://lagen.nu/{at_lagen}")] if at_lagen else links


def _official_name(prefix: str) -> str:
    """Name the official place of a source."""
    return {"sfs": "Regeringskansliets rättsdatabaser", "celex": "ELI"}.get(prefix, "Riksdagen")


def _statute_links(parts: Label) -> list[tuple[str, str]]:
    """Link to lagen.nu at the very section, and to the official statute book if it is there."""
    match = _LAWS.fullmatch(parts.number)
    if match is None:
        return []
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    links = [("lagen.nu", f"https://lagen.nu/{parts.number}{fragment}")]
    if (int(match[1]), int(match[2])) >= _FIRST_ON_THE_NET:
        address = f"https://svenskforfattningssamling.se/doc/{match[1]}{match[2]}.html"
        links.append(("Svensk författningssamling", address))
    return links


def _at_lagen(parts: Label) -> str:
    """Return the path of a document or a case at lagen.nu; empty where it is not known."""
    if parts.prefix in _SAME_AT_LAGEN:
        return f"{parts.prefix}/{parts.number}"
    if parts.prefix in _CASE_AT_LAGEN and "not" not in parts.number:
        return f"{_CASE_AT_LAGEN[parts.prefix]}/{parts.number.replace('/', ':')}"
    if parts.prefix == "nja":
        return "dom/nja/{}s{}".format(*parts.number.split("/"))
    return f"avg/jo/{parts.number}" if parts.prefix == "jo" else ""
