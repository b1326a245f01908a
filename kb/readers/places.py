"""The register of places: every municipality and region, by the names that texts call them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kb.readers.catalogue import BrokenContentError, ContentFault
from kb.readers.fields import Fields
from kb.readers.front_matter import Fault, read_yaml

#: Where the register lies below the content folder.
REGISTER = "registers/municipalities.yaml"


class PlaceKind(StrEnum):
    """What governs the place."""

    MUNICIPALITY = "municipality"
    REGION = "region"


@dataclass(frozen=True)
class Place:
    """A municipality or a region."""

    #: What people say: ``Falun``, ``Region Skåne``.
    name: str
    kind: PlaceKind
    #: The body's own name: ``Falu kommun``; for a region the same as *name*.
    formal: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name to look for in a text, none twice."""
        return tuple(dict.fromkeys((self.name, self.formal)))


def read_places(folder: Path) -> tuple[Place, ...]:
    """Read the register below the content *folder*, in its own order.

    Raises BrokenContentError when it is missing, cannot be read or holds a name twice.
    """
    try:
        return _places((folder / REGISTER).read_text(encoding="utf-8"))
    except Fault as fault:
        raise _broken(fault.line, fault.message) from None
    except FileNotFoundError:
        raise _broken(1, "The file is missing.") from None
    except UnicodeDecodeError as error:
        raise _broken(1, f"The file is not UTF-8: {error.reason}.") from None


def _places(text: str) -> tuple[Place, ...]:
    fields = Fields(read_yaml(text))
    # Whoever doubts a name must be able to look it up: a register without a source is no register.
    fields.text("source")
    if fields.date("as_of") is None:
        fields.fail("as_of", "The key 'as_of' is missing or empty.")
    seen: set[str] = set()

    def read_place(inner: Fields) -> Place:
        place = _place(inner)
        if place.name in seen:
            inner.fail("name", f"The place '{place.name}' stands twice.")
        seen.add(place.name)
        return place

    places = fields.many("places", read_place)
    fields.end()
    return places


def _place(fields: Fields) -> Place:
    name = fields.text("name")
    kind = fields.word("kind", PlaceKind)
    formal = fields.optional_text("formal")
    if (formal is None) is (kind is PlaceKind.MUNICIPALITY):
        fields.fail("formal", "'formal' must be given for a municipality, and for no region.")
    return Place(name, kind, formal or name)


def _broken(line: int, message: str) -> BrokenContentError:
    return BrokenContentError([ContentFault(REGISTER, line, message)])
