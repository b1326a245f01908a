"""Which sources a text names, as a function that readers of files can be handed."""

from collections.abc import Callable
from datetime import date

from kb.citations.citing import cite
from kb.citations.names import ActNames

#: Text and the day on which it was written → the keys of the sources that it names, in order.
KeysIn = Callable[[str, date], tuple[str, ...]]


def keys_by(names: ActNames) -> KeysIn:
    """Make the function that finds the keys in a text; acts are known by *names*.

    A name means the act that bore it on the day of the text, so an old text needs its own day.
    Each key comes once, where it is named first.
    """

    def keys_in(text: str, written_on: date) -> tuple[str, ...]:
        cited = cite(text, names, as_of=written_on)
        return tuple(dict.fromkeys(key for each in cited for key in each.keys))

    return keys_in
