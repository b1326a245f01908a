"""Fields of one mapping in a catalogue file, read one by one; what nobody asked for is a fault."""

from collections.abc import Callable
from enum import StrEnum
from typing import NoReturn, TypeVar

from kb.clock import is_partial_date
from kb.readers.front_matter import Fault, Node
from kb.words import Pair

Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")

MAX_DIGITS = 9


class Fields:
    """The fields of a mapping. Every method names a key; a missing or wrong value raises Fault."""

    def __init__(self, node: Node) -> None:
        if not isinstance(node.value, dict):
            raise Fault(node.line, "A mapping of keys to values is expected here.")
        self._values = node.value
        #: Where the mapping begins.
        self.line = node.line
        self._asked: set[str] = set()

    def text(self, key: str) -> str:
        """Read a text that must be there."""
        value = self.optional_text(key)
        if value is None:
            raise Fault(self.line, f"The key '{key}' is missing or empty.")
        return value

    def optional_text(self, key: str) -> str | None:
        """Read a text, None when it is missing or empty."""
        node = self._take(key)
        if node is None:
            return None
        if not isinstance(node.value, str):
            raise Fault(node.line, f"'{key}' must be a single text.")
        return node.value or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty when it is missing."""
        return tuple(self._plain(key, item) for item in self._items(key))

    def date(self, key: str) -> str | None:
        """Read a date or as much of one as is known."""
        value = self.optional_text(key)
        if value is not None and not is_partial_date(value):
            self.fail(key, f"'{value}' is no date: write 2022, 2022-07 or 2022-07-01.")
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """Read a whole number between *low* and *high*."""
        return self._number(key, self.text(key), low, high)

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Read a list of whole numbers between *low* and *high*, empty when it is missing."""
        return tuple(self._number(key, text, low, high) for text in self.texts(key))

    def claim(self, key: str) -> bool:
        """Read ``yes`` or ``no``; missing means no."""
        value = self.optional_text(key) or "no"
        if value not in ("yes", "no"):
            self.fail(key, f"'{key}' must be yes or no.")
        return value == "yes"

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Read one of the words of an enum."""
        value = self.optional_text(key)
        if value is None and default is not None:
            return default
        try:
            return words(value or "")
        except ValueError:
            allowed = ", ".join(words)
            self.fail(key, f"'{key}' must be one of {allowed}; it is '{value or ''}'.")

    def pair(self, key: str) -> Pair:
        """Read a text in both languages that must be there."""
        pair = self.optional_pair(key)
        if pair is None:
            raise Fault(self.line, f"The key '{key}' is missing.")
        return pair

    def optional_pair(self, key: str) -> Pair | None:
        """Read a text in both languages, None when it is missing."""
        node = self._take(key)
        return None if node is None else read_pair(node)

    def one(self, key: str, read: Callable[["Fields"], Item]) -> Item | None:
        """Read a mapping by way of *read*, None when it is missing."""
        node = self._take(key)
        return None if node is None else _read_whole(node, read)

    def many(self, key: str, read: Callable[["Fields"], Item]) -> tuple[Item, ...]:
        """Read a list of mappings, each by way of *read*; empty when it is missing."""
        return tuple(_read_whole(item, read) for item in self._items(key))

    def pairs(self, key: str) -> tuple[Pair, ...]:
        """Read a list of texts in both languages; empty when it is missing."""
        return tuple(read_pair(item) for item in self._items(key))

    def end(self) -> None:
        """Say that everything has been asked for; raises Fault for a key that nobody knows."""
        for key, node in self._values.items():
            if key not in self._asked:
                raise Fault(node.line, f"The key '{key}' is not known here.")

    def _take(self, key: str) -> Node | None:
        self._asked.add(key)
        return self._values.get(key)

    def _items(self, key: str) -> list[Node]:
        node = self._take(key)
        if node is None or node.value == "":
            return []
        if not isinstance(node.value, list):
            raise Fault(node.line, f"'{key}' must be a list.")
        return node.value

    def _number(self, key: str, text: str, low: int, high: int) -> int:
        # Python refuses to read a number of thousands of digits.
        if not text.isdecimal() or len(text) > MAX_DIGITS or not low <= int(text) <= high:
            self.fail(key, f"'{key}' must be a number from {low} to {high}.")
        return int(text)

    def _plain(self, key: str, node: Node) -> str:
        if not isinstance(node.value, str) or not node.value:
            raise Fault(node.line, f"'{key}' must be a list of texts.")
        return node.value

    def fail(self, key: str, message: str) -> NoReturn:
        """Raise Fault at the line of *key*."""
        node = self._values.get(key)
        raise Fault(node.line if node else self.line, message)


def read_pair(node: Node) -> Pair:
    """Read a mapping with ``sv`` and ``en``, both filled in."""
    return _read_whole(node, lambda fields: Pair(fields.text("sv"), fields.text("en")))


def _read_whole(node: Node, read: Callable[[Fields], Item]) -> Item:
    fields = Fields(node)
    item = read(fields)
    fields.end()
    return item
