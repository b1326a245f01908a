"""The register of municipalities and regions: whole, sourced, and of use to the scanner."""

from pathlib import Path

import pytest

from kb.readers.catalogue import BrokenContentError
from kb.readers.places import REGISTER, Place, PlaceKind, read_places
from kb.text.leak_names import ORDINARY
from kb.text.leaks import LeakKind, scan
from tests.house.source import ROOT

HEAD = "source: SFS 1982:996\nas_of: '2023'\nplaces:\n"


@pytest.fixture(scope="module")
def places() -> tuple[Place, ...]:
    return read_places(ROOT / "content")


def read(folder: Path, text: str) -> tuple[Place, ...]:
    path = folder / REGISTER
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read_places(folder)


def test_the_register_holds_every_municipality_and_region(places):
    kinds = [place.kind for place in places]

    assert kinds.count(PlaceKind.MUNICIPALITY) == 290
    assert kinds.count(PlaceKind.REGION) == 21


def test_the_formal_name_of_a_municipality_says_what_it_is(places):
    towns = [place for place in places if place.kind is PlaceKind.MUNICIPALITY]

    assert all(place.formal.endswith(" kommun") for place in towns)
    assert Place("Falun", PlaceKind.MUNICIPALITY, "Falu kommun") in towns
    assert Place("Malung-Sälen", PlaceKind.MUNICIPALITY, "Malung-Sälens kommun") in towns


def test_no_two_places_have_a_name_in_common(places):
    names = [name for place in places for name in place.names]

    assert len(names) == len(set(names))


def test_every_place_is_found_by_its_formal_name(places):
    names = [name for place in places for name in place.names]

    for place in places:
        (hit,) = scan(f"Det gäller {place.formal} nu.", municipalities=names)
        assert (hit.kind, hit.text) == (LeakKind.PLACE, place.formal)


def test_every_municipality_is_found_after_a_preposition_unless_it_is_an_ordinary_word(places):
    names = [name for place in places for name in place.names]

    missed = {
        place.name.casefold()
        for place in places
        if place.kind is PlaceKind.MUNICIPALITY
        and not scan(f"Det hände i {place.name} nu.", municipalities=names)
    }

    assert missed == ORDINARY


def test_a_region_is_called_by_one_name():
    assert Place("Region Skåne", PlaceKind.REGION, "Region Skåne").names == ("Region Skåne",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("as_of: '2023'\nplaces: []", 1, "'source'"),
        ("source: x\nplaces: []", 1, "'as_of'"),
        (f"{HEAD}  - {{name: A, kind: town}}", 4, "'kind'"),
        (f"{HEAD}  - {{name: A, kind: municipality}}", 4, "'formal'"),
        (f"{HEAD}  - {{name: A, kind: region, formal: B}}", 4, "'formal'"),
        (f"{HEAD}  - {{kind: region}}", 4, "'name'"),
        (f"{HEAD}  - {{name: A, kind: region}}\n  - {{name: A, kind: region}}", 5, "twice"),
        (f"{HEAD}  - {{name: A, kind: region, size: 1}}", 4, "not known"),
        ("places: [", 1, "Not YAML"),
    ],
)
def test_a_register_that_is_wrong_is_refused_with_its_line(tmp_path, text, line, words):
    with pytest.raises(BrokenContentError) as broken:
        read(tmp_path, text)

    (fault,) = broken.value.faults
    assert (fault.path, fault.line) == (REGISTER, line)
    assert words in fault.message


def test_a_register_that_is_missing_or_unreadable_is_refused(tmp_path):
    with pytest.raises(BrokenContentError, match="missing"):
        read_places(tmp_path)

    (tmp_path / "registers").mkdir()
    (tmp_path / REGISTER).write_bytes(b"\xff")
    with pytest.raises(BrokenContentError, match="UTF-8"):
        read_places(tmp_path)
