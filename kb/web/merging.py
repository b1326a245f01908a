"""Two people have changed one record: what each of them changed, and what comes of both.

A form carries a short hash of what each of its fields said when it was opened. Held against what
the record says now, it tells field by field who has changed what. What only one has changed is
taken over; what both have changed is shown to whoever saves last, who decides. Nothing is lost.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from kb.text.differences import Piece, merge, word_diff
from kb.web.forms import fingerprints

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A field that both have changed: what each of them wrote, and what it may come to."""

    field: str
    mine: Any
    theirs: Any
    proposal: Any
    #: Whether the proposal holds all that either has changed, so that it may be chosen beforehand.
    is_whole: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """From their text to mine, word by word."""
        return word_diff(shown(self.theirs), shown(self.mine))


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What the fields come to; where they clash, *values* holds the proposal."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]


def settle(
    opened: Mapping[str, str],
    mine: Values,
    theirs: Values,
    *,
    base: Values,
    prose: Collection[str] = (),
) -> Settlement:
    """Bring together what I have typed and what the record says by now.

    *opened* holds the hashes of what the fields said when I opened them; a field without one counts
    as changed by both. *base* holds what is known of those texts; *prose* names the fields that may
    be merged word by word.
    """
    my_hashes, their_hashes = fingerprints(mine), fingerprints(theirs)
    values: dict[str, Any] = {}
    clashes = []
    for field, value in mine.items():
        opened_hash, other = opened.get(field), theirs.get(field)
        if their_hashes.get(field) in (opened_hash, my_hashes[field]):
            values[field] = value
        elif my_hashes[field] == opened_hash:
            values[field] = other
        else:
            clash = _clash(field, value, other, base.get(field), is_prose=field in prose)
            values[field] = clash.proposal
            clashes.append(clash)
    return Settlement(values=values, clashes=tuple(clashes))


def shown(value: Any) -> str:
    """Write the value of a field as text: a row or a choice a line."""
    if isinstance(value, list):
        return "\n".join(shown(each) for each in value)
    if isinstance(value, dict):
        return " · ".join(str(each) for each in value.values() if each)
    return str(value or "")


def flat(name: str, value: Any) -> list[tuple[str, str]]:
    """Write the value of a field as a form would send it under *name*."""
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in flat(f"{name}-{key}", each)]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [pair for n, row in enumerate(value) for pair in flat(f"{name}-{n}", row)]
    if isinstance(value, list):
        return [(name, str(each)) for each in value]
    return [(name, str(value or ""))]


def kept(sent: "MultiDict[str, str]", theirs: Values) -> "MultiDict[str, str]":
    """Apply what was chosen on the page of a conflict to what was *sent* from it.

    ``keep-FIELD`` is ``theirs`` or ``mine``; the page sent mine along as ``mine-FIELD``. Anything
    else leaves what stands in the field.
    """
    result = MultiDict(sent)
    for field in theirs:
        choice = sent.get(f"keep-{field}", "")
        if choice not in ("mine", "theirs"):
            continue
        if choice == "theirs":
            pairs = flat(field, theirs[field])
        else:
            inside = [
                (name, name.removeprefix("mine-")) for name in sent if name.startswith("mine-")
            ]
            pairs = [
                (bare, text)
                for name, bare in inside
                if bare == field or bare.startswith(f"{field}-")
                for text in sent.getlist(name)
            ]
        for name in [name for name in result if name == field or name.startswith(f"{field}-")]:
            del result[name]
        for name, text in pairs:
            result.add(name, text)
    return result


def undecided(sent: "MultiDict[str, str]", theirs: Values, mine: Values) -> tuple[Clash, ...]:
    """The fields on the page of a conflict that nothing was chosen for.

    *mine* is what stood in them at first; what stands in the form by now is the proposal.
    """
    return tuple(
        Clash(field=field, mine=mine[field], theirs=theirs[field], proposal=None)
        for field in dict.fromkeys(sent.getlist("clash"))
        if field in theirs and field in mine and not sent.get(f"keep-{field}")
    )


def sent_along(sent: "MultiDict[str, str]") -> "MultiDict[str, str]":
    """What the page of a conflict sent along as mine, under the names of the fields."""
    pairs = (pair for pair in sent.items(multi=True) if pair[0].startswith("mine-"))
    return MultiDict([(name.removeprefix("mine-"), text) for name, text in pairs])


def _clash(field: str, mine: Any, theirs: Any, base: Any, *, is_prose: bool) -> Clash:
    if isinstance(mine, list):
        before = base if isinstance(base, list) else []
        others = list(theirs or [])
        stayed = [each for each in others if each in mine or each not in before]
        added = [each for each in mine if each not in others and each not in before]
        # Two rows that were one before say the same thing twice.
        is_whole = not any(isinstance(each, dict) for each in [*mine, *others])
        return Clash(
            field=field, mine=mine, theirs=theirs, proposal=stayed + added, is_whole=is_whole
        )
    if not is_prose:
        return Clash(field=field, mine=mine, theirs=theirs, proposal=mine)
    merged = merge(str(base or ""), str(mine or ""), str(theirs or ""))
    return Clash(
        field=field, mine=mine, theirs=theirs, proposal=merged.text, is_whole=merged.is_clean
    )
