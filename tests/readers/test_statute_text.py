import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.statutes import PartRow, read_statute
from kb.words import PartKind

HEAD = "beteckning: 2099:1\nrubrik: Provlag\n"


def read(body):
    return read_statute("2099/sfs-2099-1.md", f"---\n{HEAD}---\n{body}".encode())


def shape(body):
    """Write the parts as lines: kind, fragment or heading, text with strokes between paragraphs."""
    return [
        f"{part.kind.value} {part.fragment or '-'} {part.heading or '-'}: "
        + part.text.replace("\n\n", " | ")
        for part in read(f"\n# Provlag (2099:1)\n\n{body}").parts
    ]


def section(text):
    return next(part for part in read(f"## 1 §\n\n{text}\n").parts if part.fragment == "P1")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n# Provlag (2099:1)\n",
        "\n# Provlag\n\n**Automatisk konvertering inte tillgänglig**\n\nDokumentet …\n",
        "\n# Provlag\n\n*Detta dokument har inget innehåll i originalformatet.*\n",
        "\n# Provlag\n\n/Författningens text finns bara i tryckt version/\n",
    ],
)
def test_a_title_or_a_notice_is_no_text(body):
    assert read(body).parts == ()


def test_chapters_headings_and_sections_are_told_apart():
    body = """## 1 kap. Inledning

### Innehåll

#### 1 §

Ett.

Två.

#### 2 a §

Tre. Lag ([2098:5](https://selex.se/eli/sfs/2098/5)).

## 2 a kap. Mer

#### 1 §

Fyra.
"""
    assert shape(body) == [
        "chapter K1 Inledning: ",
        "heading - Innehåll: ",
        "section K1P1 -: Ett. | Två.",
        "section K1P2a -: Tre. Lag (2098:5).",
        "chapter K2a Mer: ",
        "section K2aP1 -: Fyra.",
    ]


def test_an_act_without_chapters_has_sections_at_either_level():
    assert shape("## Syfte\n\n### 1 §\n\nEtt.\n\n### 2 §\n\nTvå.") == [
        "heading - Syfte: ",
        "section P1 -: Ett.",
        "section P2 -: Två.",
    ]
    assert shape("## 1  §\n\nEtt.\n\n## 1a §\n\nTvå.") == [
        "section P1 -: Ett.",
        "section P1a -: Två.",
    ]


def test_sections_counted_through_all_chapters_are_cited_without_chapter():
    body = "## 1 kap. A\n\n#### 1 §\n\nEtt.\n\n#### 2 §\n\nTvå.\n\n## 2 kap. B\n\n#### 3 §\n\nTre."

    assert [line.split()[1] for line in shape(body)] == ["K1", "P1", "P2", "K2", "P3"]


def test_a_gap_in_the_numbers_and_an_empty_section_mean_nothing():
    assert shape("## 1 §\n\nEtt.\n\n## 3 §\n\n## 7 §\n\nSju.") == [
        "section P1 -: Ett.",
        "section P3 -: ",
        "section P7 -: Sju.",
    ]


def test_two_wordings_stand_side_by_side():
    assert shape("## 1 §\n\nGammal.\n\n## 1 §\n\nNy.") == [
        "section P1 -: Gammal.",
        "section P1 -: Ny.",
    ]


def test_a_list_of_provisions_is_no_list_of_sections():
    body = (
        "### 3 §\n\nFöljande gäller inte:\n\n### 20 §\n\nom föredragning,\n\n### 21 §\n\n4 om mer."
    )

    assert shape(body) == [
        "section P3 -: Följande gäller inte: | 20 § om föredragning, | 21 § 4 om mer."
    ]


def test_a_repealed_section_remains_a_section():
    assert shape("### 17 §\n\nhar upphört att gälla genom lag.") == [
        "section P17 -: har upphört att gälla genom lag."
    ]


def test_a_reference_in_a_heading_opens_no_chapter():
    assert shape("## 7 kap., 1--6, 12 §§,\n\nProv.\n\n## 17 kap. 5 §\n\nMer.") == [
        "heading - 7 kap., 1--6, 12 §§,: ",
        "text - -: Prov.",
        "heading - 17 kap. 5 §: ",
        "text - -: Mer.",
    ]


def test_transitional_provisions_are_texts_by_amending_act():
    body = """### 1 §

Ett.

## Övergångsbestämmelser

[2098:5](https://selex.se/eli/sfs/2098/5)

1. Träder i kraft.

2. Gäller inte.

[2098:6](https://selex.se/eli/sfs/2098/6)

Träder i kraft.

### 1 §

Äldre ord.
"""
    assert shape(body) == [
        "section P1 -: Ett.",
        "heading - Övergångsbestämmelser: ",
        "text - 2098:5: 1. Träder i kraft. | 2. Gäller inte.",
        "text - 2098:6: Träder i kraft.",
        "heading - 1 §: ",
        "text - -: Äldre ord.",
    ]


def test_sections_that_go_on_after_transitional_provisions_are_of_the_act():
    body = "### 4 §\n\nFyra.\n\n## Övergångsbestämmelser\n\nProv.\n\n### 5 §\n\nFem."

    assert shape(body)[-1] == "section P5 -: Fem."


def test_sections_of_an_appendix_are_not_of_the_act():
    assert "section" not in " ".join(shape("Prov.\n\n## Bilaga 1\n\n### 1 §\n\nAnnat."))


def test_a_heading_that_lost_its_mark_is_found_again():
    body = "### 1 §\n\nEtt. Lag ([2098:5](x)).\n\nNär beslut verkställs\n\n### 2 §\n\nTvå."

    assert shape(body) == [
        "section P1 -: Ett. Lag (2098:5).",
        "heading - När beslut verkställs: ",
        "section P2 -: Två.",
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("enligt 7 och [8 §](#kap1.8)§ gäller", "enligt 7 och 8 §§ gäller"),
        ("i 7 kap. 5-[8 §](#kap6.8)§.", "i 7 kap. 5-8 §§."),
        ("(2-[8 a §](#kap2.8a)§ ),", "(2-8 a §§),"),
        ("lagen ([2010:1](https://selex.se/eli/sfs/2010/1))", "lagen (2010:1)"),
        ("**Viktigt** [ ] kvar", "Viktigt [ ] kvar"),
        ("a [b](c d) e", "a [b](c d) e"),
    ],
)
def test_links_give_way_to_their_words(written, text):
    assert section(f"Ord: {written}").text == f"Ord: {text}"


@pytest.mark.parametrize(
    ("ending", "act"),
    [
        ("Lag ([2022:638](https://selex.se/eli/sfs/2022/638)).", "2022:638"),
        ("Förordning ([1988:320](x))", "1988:320"),
        ("* Kungörelse ([1970:1](x)). *", "1970:1"),
        ("enligt lagen ([2010:1](x)).", ""),
        ("Lag ([2022:638](x)). Mer.", ""),
    ],
)
def test_the_amending_act_stands_at_the_end_of_a_paragraph(ending, act):
    part = section(f"Ett. {ending}")

    assert part.amended_by == act
    assert act in part.text


def test_words_that_slipped_into_a_heading_go_back_into_the_text():
    body = "## /679 av den 27 april om direktiv 95/ 1 §\n\nFörordning (EU) 201646/EG gäller."

    assert shape(body) == [
        "section P1 -: Förordning (EU) 2016/679 av den 27 april om direktiv 95/46/EG gäller."
    ]


def test_several_such_words_find_their_places_or_stay_in_the_heading():
    assert shape("## /36/ /55/ 1 §\n\nDirektiv 2005EG och 2013EU.") == [
        "section P1 -: Direktiv 2005/36/EG och 2013/55/EU."
    ]
    assert shape("## /36/ 1 §\n\nDirektiv 2005EG och 2013EU.") == [
        "section P1 36: Direktiv 2005EG och 2013EU."
    ]


def test_marks_of_layout_are_no_words():
    assert shape("## /k/ /-k/ 1 §\n\n*/k/ Ett. */-k/") == ["section P1 -: Ett."]


def test_tables_and_lists_keep_their_lines():
    assert section("- ett,\n- två.\n\nA\t1\nB\t2").text == "- ett,\n- två.\n\nA\t1\nB\t2"


def test_an_act_without_sections_is_text():
    assert read("# Prov\n\nWi Carl.\n\n1 mom. Mer.").parts == (
        PartRow(
            kind=PartKind.TEXT,
            fragment="",
            heading="",
            text="Wi Carl.\n\n1 mom. Mer.",
            amended_by="",
        ),
    )


@given(st.text(alphabet="#§/ 123akp.\n[]()*:-Ö\t", max_size=200))
def test_any_text_is_cut_into_parts(body):
    for part in read(body).parts:
        assert part.text or part.heading or part.fragment


@pytest.mark.parametrize(
    "piece",
    ["[", "[a](", "](", "/k/", "#", "# ", "## 1 §\n\n", "/ ", "§ ", "Lag (", "1234EG ", "\n"],
)
def test_long_hostile_texts_are_read_in_a_moment(piece):
    read(piece * (300_000 // len(piece)))
    read(f"## /{piece * 1000}/ 1 §\n\n{piece * 30_000}")
