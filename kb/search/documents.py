"""From a snapshot to what the index holds of it.

Pure: which snapshots there are, and for whom, is decided above. The public index is fed from
published snapshots alone; the internal one from snapshots composed of the records as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kb.citations.keys import ancestors, is_key, kind_of
from kb.models.snapshots import Words
from kb.search.engine import Document
from kb.text.markdown import plain
from kb.words import Pair

#: How much a record counts beside others that match as well: barriers are what people look for.
WEIGHTS = {
    "barrier": 1.0,
    "matter": 0.8,
    "case": 0.8,
    "action": 0.7,
    "act": 0.7,
    "objective": 0.6,
    "provision": 0.5,
    "principle": 0.5,
    "organisation": 0.4,
    "strategy": 0.4,
}
#: Vocabularies that search offers as facets, beside the kind of record.
FACETS = ("sector", "prerequisite")


def document_of(
    snapshot: Mapping[str, Any], *, moved_on: str | None, act_names: Mapping[str, str]
) -> Document:
    """Make the document of *snapshot*; *act_names* maps keys of acts to the names they go by."""
    keys = list(dict.fromkeys(_with_holders(snapshot)))
    return Document(
        kind=snapshot["kind"],
        code=snapshot["code"],
        title=_pair(snapshot["title"]),
        summary=_pair(snapshot["summary"]),
        body=_body(snapshot),
        names=tuple(_names(snapshot, act_names)),
        keys=tuple(keys),
        facets=dict(_facets(snapshot)),
        moved_on=moved_on or "",
        weight=WEIGHTS[snapshot["kind"]],
    )


def _pair(words: Words) -> Pair:
    return Pair(words["sv"], words["en"])


def _body(snapshot: Mapping[str, Any]) -> Pair:
    """All words of the snapshot beside its title and summary, long texts first."""
    texts = [
        {language: plain(html) for language, html in text.items()}
        for text in snapshot["texts"].values()
    ]
    left_out = ("title", "summary", "texts")
    rest = {name: value for name, value in snapshot.items() if name not in left_out}
    pieces = [*texts, *_pairs(rest)]
    return Pair(
        " \n".join(piece["sv"] for piece in pieces if piece["sv"]),
        " \n".join(piece["en"] for piece in pieces if piece["en"]),
    )


def _pairs(value: Any) -> Iterator[Mapping[str, str]]:
    """Every pair of texts in *value*, at whatever depth."""
    if isinstance(value, dict):
        if value.keys() == {"sv", "en"}:
            yield value
        else:
            for inner in value.values():
                yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


def _names(snapshot: Mapping[str, Any], act_names: Mapping[str, str]) -> Iterator[str]:
    """Names that are looked for exactly: identifiers, abbreviations, names of the cited acts."""
    if snapshot.get("identifier"):
        yield snapshot["identifier"]
    yield from (name["name"] for name in snapshot.get("names", []))
    yield from snapshot.get("earlier_names", [])
    if snapshot["kind"] not in ("act", "provision"):
        acts = {key.partition("#")[0] for key in _keys(snapshot)}
        yield from sorted(act_names[act] for act in acts if act_names.get(act))


def _with_holders(snapshot: Mapping[str, Any]) -> Iterator[str]:
    for key in _keys(snapshot):
        yield key
        if kind_of(key) == "provision":
            yield from ancestors(key)


def _keys(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Keys of the sources that the record rests on, or the key that it is itself."""
    if is_key(snapshot["code"]):
        yield snapshot["code"]
    if snapshot.get("key"):
        yield snapshot["key"]
    yield from (cited["key"] for cited in snapshot["citations"] if cited["key"])
    yield from (event["document"] for event in snapshot.get("events", []) if event["document"])
    for ask in snapshot.get("asks", []):
        yield from (ask[name]["key"] for name in ("target", "outcome_key") if ask[name])


def _facets(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for scheme in FACETS:
        terms = snapshot["terms"].get(scheme, [])
        if terms:
            yield scheme, tuple(term["key"] for term in terms)
    if snapshot["kind"] == "barrier":
        yield "state", (snapshot["state"],)
        objectives = (impact["objective"] for impact in snapshot["impacts"])
        yield "objective", tuple(dict.fromkeys(objectives))
