"""What is being written held against what we said before, and against the law as it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kb.barriers.redline_queries import is_section
from kb.consultations.earlier_queries import Earlier
from kb.consultations.touch_queries import Named, section_key
from kb.law.reading_queries import KnownLaw
from kb.law.text_queries import Redline, map_texts, redline
from kb.models import Response
from kb.text.differences import Piece, word_diff
from kb.words import NamedIn, Stance


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An earlier position on the same provision that says something else than the row."""

    earlier: Earlier
    #: From its words to those of the row; empty where they are the same, or either has none.
    pieces: tuple[Piece, ...]
    #: Whether its stance is another one.
    is_other_stance: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What the page says below one row of the form."""

    #: The proposed wording against the present one; None where no wording is proposed.
    redline: Redline | None
    differences: tuple[Difference, ...]


def compare(
    session: Session, rows: Sequence[Any], earlier: Sequence[Earlier], law: KnownLaw
) -> dict[str, Comparison]:
    """Hold each of *rows*, entries of the form, against *earlier*; by the name of the entry.

    The ask whose words a row uses is compared whatever provision it is about by now; others where
    they are about the same section.
    """
    said = {entry.name: dict(entry.form.data) for entry in rows if not entry.form.is_empty}
    keys = {name: _key(law, str(row["target"] or "")) for name, row in said.items()}
    texts = map_texts(session, [key for key in keys.values() if key])
    compared = {}
    for name, row in said.items():
        key, wording = keys[name], str(row["wording"] or "")
        compared[name] = Comparison(
            redline=redline(key, texts.get(key), wording) if wording and is_section(key) else None,
            differences=tuple(_differences(row, key, earlier)),
        )
    return compared


def earlier_words(earlier: Sequence[Earlier], ask: str, law: KnownLaw) -> dict[str, str]:
    """The fields of a row that says again what the ask with the row number *ask* says."""
    found = next((each for each in earlier if each.ask_id and str(each.ask_id) == ask), None)
    if found is None:
        return {}
    return {
        "proposal": law.label(found.target).sv,
        "stance": found.stance.value if found.stance else "",
        "text_sv": found.text.sv,
        "text_en": found.text.en,
        "target": law.typed(found.target),
        "wording": found.wording,
        "earlier": ask,
    }


def own_targets(response: Response) -> list[Named]:
    """What the answer itself is about, as if the consultation had named it."""
    return [Named(each.target, NamedIn.TITLE) for each in response.positions if each.target]


def _key(law: KnownLaw, typed: str) -> str:
    keys = law.read(typed).keys if typed else ()
    return keys[0] if len(keys) == 1 else ""


def _differences(
    row: Mapping[str, Any], key: str, earlier: Sequence[Earlier]
) -> "list[Difference]":
    found = []
    used = str(row["earlier"] or "")
    stance, words = row["stance"], str(row["text_sv"] or "").strip()
    for each in earlier:
        is_used = bool(used) and str(each.ask_id or "") == used
        if not is_used and not (key and section_key(each.target) == section_key(key)):
            continue
        is_other = each.stance is not None and bool(stance) and Stance(stance) is not each.stance
        before = each.text.sv.strip()
        pieces = word_diff(before, words) if before and words and before != words else []
        if is_other or pieces:
            found.append(Difference(earlier=each, pieces=tuple(pieces), is_other_stance=is_other))
    return found
