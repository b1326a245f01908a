"""Two editors of one record: whatever they do in whatever order, no edit is lost."""

from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from kb.web.forms import fingerprints
from kb.web.merging import flat, kept, settle, shown

BASE = {
    "title": "Skolan får inte veta",
    "text": "Första stycket står här.\n\nAndra stycket står här.\n\nTredje stycket står här.",
    "channel": "member",
    "kinds": ["formality", "organisation"],
    "rows": [{"reference": "10 kap. 28 § OSL"}, {"reference": "26 kap. 1 § OSL"}],
}
PROSE = ("text",)
WORDS = ("sekretess", "samtycke", "vårdnadshavare", "anmälan", "nämnden", "eleven")


def settled(mine, theirs, base=BASE):
    return settle(fingerprints(BASE), {**BASE, **mine}, {**BASE, **theirs}, base=base, prose=PROSE)


def test_what_only_i_have_changed_is_mine():
    assert settled({"title": "Min"}, {}).values["title"] == "Min"


def test_what_only_the_other_has_changed_is_theirs():
    assert settled({}, {"title": "Deras"}).values["title"] == "Deras"


def test_fields_that_one_each_has_changed_do_not_clash():
    result = settled({"title": "Min"}, {"channel": "media"})

    assert result.clashes == ()
    assert (result.values["title"], result.values["channel"]) == ("Min", "media")


def test_the_same_change_by_both_is_no_clash():
    assert settled({"title": "Samma"}, {"title": "Samma"}).clashes == ()


def test_a_text_that_both_have_changed_clashes_with_both_changes_in_the_proposal():
    mine = BASE["text"].replace("Första", "Allra första")
    theirs = BASE["text"].replace("Tredje", "Det tredje")

    (clash,) = settled({"text": mine}, {"text": theirs}).clashes

    assert (clash.mine, clash.theirs) == (mine, theirs)
    assert "Allra första" in clash.proposal
    assert "Det tredje" in clash.proposal


def test_what_both_have_chosen_among_many_adds_up():
    mine = {"kinds": ["formality", "organisation", "archiving"]}

    (clash,) = settled(mine, {"kinds": ["formality", "data-reuse"]}).clashes

    assert sorted(clash.proposal) == ["archiving", "data-reuse", "formality"]


def test_rows_that_both_have_added_all_stand_in_the_proposal():
    mine = {"rows": [*BASE["rows"], {"reference": "mina"}]}
    theirs = {"rows": [*BASE["rows"], {"reference": "deras"}]}

    (clash,) = settled(mine, theirs).clashes

    assert clash.proposal == [*BASE["rows"], {"reference": "deras"}, {"reference": "mina"}]


def test_a_date_that_both_have_changed_is_not_mixed():
    (clash,) = settled({"channel": "2026-02-01"}, {"channel": "2026-01-28"}).clashes

    assert clash.proposal == "2026-02-01"


@pytest.mark.parametrize("opened", [{}, {"title": "made up"}])
def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing_unseen(opened):
    result = settle(opened, {"title": "Min"}, {"title": "Deras"}, base={})

    assert [clash.field for clash in result.clashes] == ["title"]


@pytest.mark.parametrize("value", BASE.values())
def test_mine_comes_back_from_the_page_of_a_conflict_as_it_was_sent(value):
    sent = MultiDict([("keep-field", "mine"), ("field", "merged"), ("field-0-x", "merged")])
    for name, text in flat("mine-field", value):
        sent.add(name, text)

    result = kept(sent, {"field": ""})

    found = [pair for pair in result.items(multi=True) if pair[0].partition("-")[0] == "field"]
    assert found == flat("field", value)


def test_theirs_replaces_what_stands_in_the_field():
    sent = MultiDict(
        [("keep-rows", "theirs"), ("rows-0-reference", "a"), ("rows-7-reference", "b")]
    )

    result = kept(sent, {"rows": BASE["rows"]})

    assert [text for name, text in result.items() if name.startswith("rows-")] == [
        "10 kap. 28 § OSL",
        "26 kap. 1 § OSL",
    ]


def test_every_other_choice_leaves_the_field_as_it_stands():
    sent = MultiDict([("keep-title", "merged"), ("title", "Mitt"), ("keep-x", "theirs")])

    assert kept(sent, {"title": "Deras"})["title"] == "Mitt"


def edited(random, values):
    """*values* after somebody has changed some of the fields, each by a mark of its own."""
    changed = dict(values)
    marks = {}
    for field in random.sample(sorted(values), random.randint(0, len(values))):
        mark = f"{random.choice(WORDS)}{random.randrange(10**9)}"
        value = values[field]
        if isinstance(value, str):
            words = value.split(" ")
            words.insert(random.randrange(len(words) + 1), mark)
            changed[field] = " ".join(words)
        elif isinstance(value[0] if value else "", dict) or field == "rows":
            changed[field] = [*value, {"reference": mark}]
        else:
            changed[field] = [*value, mark]
        marks[field] = mark
    return changed, marks


@pytest.mark.parametrize("seed", range(10))
def test_in_a_thousand_interleavings_of_two_editors_no_edit_is_lost(seed):
    random = Random(seed)
    for _round in range(100):
        record, version = dict(BASE), 1
        history = {1: dict(record)}
        # Both open; each then saves some times over what the other may have saved since.
        forms = {who: (version, fingerprints(record), dict(record)) for who in "ab"}
        marks = []
        for who in random.choices("ab", k=random.randint(2, 6)):
            opened_version, opened, values = forms[who]
            mine, added = edited(random, values)
            result = settle(opened, mine, record, base=history[opened_version], prose=PROSE)
            for clash in result.clashes:
                # Both texts are before whoever saves: here they put both into the field.
                assert added[clash.field] in shown(clash.mine)
                if isinstance(clash.mine, str) and added[clash.field] not in clash.proposal:
                    result.values[clash.field] = f"{clash.proposal} {added[clash.field]}"
                for each in (mark for field, mark in marks if field == clash.field):
                    if each not in shown(result.values[clash.field]):
                        assert each in shown(clash.theirs)
                        result.values[clash.field] += f" {each}"
            record, version = dict(result.values), version + 1
            history[version] = dict(record)
            marks += added.items()
            forms[who] = (version, fingerprints(record), dict(record))

        lost = [(field, mark) for field, mark in marks if mark not in shown(record[field])]
        assert lost == []
