"""What lies in the inbox, in words: what happened, where it is read, equal ones told once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.models import Notification
from kb.web.addresses import staff_path
from kb.web.field_labels import verb_in_words
from kb.web.i18n import gettext
from kb.web.labels import LABELS, label
from kb.words import News

#: Deeds that say more than the news of them.
_TELLING = frozenset({"answered", "withdrew", "published", "merged", "let the approval fall"})


@dataclass
class ShownNews:
    """One line of the inbox; *others* are the keys of those that say the same."""

    notification: Notification
    what: str
    url: str | None
    others: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many times it happened."""
        return 1 + len(self.others)


def shown_news(notifications: Iterable[Notification]) -> list[ShownNews]:
    """Put a page of the inbox into words; what is equal to the line before only counts it up."""
    lines: list[ShownNews] = []
    for each in notifications:
        line = ShownNews(each, _what(each), address_of(each))
        if lines and _same(lines[-1], line):
            lines[-1].others.append(each.id)
        else:
            lines.append(line)
    return lines


def address_of(found: Notification) -> str | None:
    """Where *found* is read: the note that mentions its reader, else the record; None without."""
    record = found.record
    if record is None:
        return None
    address = staff_path(record.kind, record.code)
    note = (found.revision.changes or {}).get("note") or []
    return f"{address}#note-{note[1]}" if len(note) > 1 and note[1] else address


def _what(found: Notification) -> str:
    news = label(found.news, "news")
    if found.news in (News.MENTIONED, News.NOTED, News.ASSIGNED) and found.revision.verb == "noted":
        return news
    way = (found.revision.changes or {}).get("way")
    name = way[-1] if isinstance(way, list) and way else None
    if name in LABELS["way"]:
        return f"{news}: {gettext(LABELS['way'][name])}"
    verb = found.revision.verb
    return f"{news}: {verb_in_words(verb)}" if verb in _TELLING else news


def _same(one: ShownNews, other: ShownNews) -> bool:
    a, b = one.notification, other.notification
    return (one.what, one.url, a.revision.actor_id, a.read_at is None) == (
        other.what,
        other.url,
        b.revision.actor_id,
        b.read_at is None,
    )
