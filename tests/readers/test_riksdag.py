"""The Riksdag's documents, as tolerant as its data demand."""

import json
from datetime import date

import pytest

from kb.errors import Invalid
from kb.readers.documents import DocumentStep, FailedDocument, Named
from kb.readers.riksdag import Told, riksdag_state
from kb.words import DocumentKind, NamedIn, Stage
from tests.readers.riksdag_files import answer_of, bill, listing, read, report, status


def test_a_report_tells_its_days_its_decision_and_what_it_deals_with():
    told = Told()
    [file] = read(answer_of("dokumentstatus-H901KU36"), told)

    assert (file.external_id, file.kind) == ("bet/2021/22:KU36", DocumentKind.COMMITTEE_REPORT)
    assert (file.dated_on, file.sender) == ("2022-05-10", "KU")
    assert file.url == "https://data.riksdagen.se/dokument/H901KU36"
    assert [(step.stage, step.date, step.title) for step in file.steps] == [
        (Stage.COMMITTEE, "2022-04-05", "Beredning"),
        (Stage.COMMITTEE, "2022-05-04", "Beredning"),
        (Stage.COMMITTEE, "2022-05-10", "Justering"),
        (
            Stage.DECISION,
            "2022-05-19",
            "Beslut: 1. Val och beslut i kommuner och regioner (utskottet)",
        ),
    ]
    assert not any(step.is_planned for step in file.steps)
    assert file.named == (
        Named("prop/2021/22:125", NamedIn.REGISTER),
        Named("sfs/2022:638", NamedIn.REGISTER),
    )
    assert told.passed_over == {"references to type prot": 1}
    assert "dokutskottsforslag" in file.raw


def test_a_list_gives_each_row_by_session_and_designation():
    files = read(answer_of("dokumentlista-2024-25"))

    assert [file.external_id for file in files] == [
        "prop/2024/25:65",
        "bet/2024/25:JuU9",
        "rskr/2024/25:148",
        "sfs/2025:170",
    ]
    assert files[1].dated_on is None
    assert files[3].kind is DocumentKind.STATUTE


@pytest.mark.parametrize("rows", [None, "", [], ...])
def test_a_list_without_documents_is_empty(rows):
    listed = {} if rows is ... else {"dokument": rows}

    assert read(json.dumps({"dokumentlista": listed}).encode()) == []


def test_one_row_may_be_a_bare_object_and_ids_carry_spaces():
    [file] = read(listing(bill(dok_id=" H903125 ", datum="2022-02-24 10:00:00", nummer="")))

    assert (file.key, file.dated_on) == ("prop/2021/22:125", "2022-02-24")


def test_one_broken_row_is_told_and_the_rest_goes_on():
    broken, text, whole = read(listing(bill(rm="", dok_id="X1"), "a text", bill()))

    assert broken == FailedDocument(
        "test.json: X1",
        "Type, session and designation do not tell which document it is: prop, –, 125.",
    )
    assert text == FailedDocument("test.json: row 2", "It is a text.")
    assert whole.key == "prop/2021/22:125"


def test_an_id_that_says_something_else_is_told_and_identity_stays():
    told = Told()
    [file] = read(listing(bill(dok_id="HA03125")), told)

    assert file.key == "prop/2021/22:125"
    assert told.odd_ids == ["prop/2021/22:125: HA03125, not H903125"]


def test_documents_of_other_types_are_counted():
    told = Told()

    assert read(listing(bill(typ="yttr"), bill(typ="fr"), bill(typ="fr")), told) == []
    assert told.passed_over == {"documents of type yttr": 1, "documents of type fr": 2}


def test_status_tells_planned_from_happened_and_the_day_does_where_it_is_silent():
    activities = [
        {"namn": "Beredning", "datum": "2022-04-05", "status": "inträffat"},
        {"namn": "Debatt", "datum": "2022-05-18", "status": ""},
        {"kod": "BES", "datum": "2022-05-19 00:00:00", "status": "planerat"},
        {"namn": "Något annat", "datum": "2022-05-20", "status": "planerat"},
    ]
    told = Told()
    [file] = read(status(report(), dokaktivitet={"aktivitet": activities}), told, date(2022, 5, 1))

    assert file.steps == (
        DocumentStep(stage=Stage.COMMITTEE, date="2022-04-05", title="Beredning"),
        DocumentStep(stage=Stage.COMMITTEE, date="2022-05-18", title="Debatt", is_planned=True),
        DocumentStep(stage=Stage.DECISION, date="2022-05-19", title="Beslut", is_planned=True),
    )
    assert told.passed_over == {"activity Något annat of a committee-report": 1}


def test_a_row_of_a_list_gives_the_days_that_it_has():
    [file] = read(listing(report(justeringsdag="2022-05-10", beslutsdag="2022-05-19 00:00:00")))

    assert [(step.stage, step.date) for step in file.steps] == [
        (Stage.COMMITTEE, "2022-05-10"),
        (Stage.DECISION, "2022-05-19"),
    ]


def test_what_titles_and_texts_name_is_found_where_the_register_does_not():
    points = [{"punkt": "1", "forslag": "<p>Bifall till prop. 2021/22:125 och SFS 2017:725.</p>"}]
    [file] = read(
        status(
            report(titel="Val enligt SOU 2021:16"),
            dokreferens={"referens": {"ref_dok_id": "H903125", "ref_dok_typ": "prop"}},
            dokutskottsforslag={"utskottsforslag": points},
        )
    )

    assert file.named == (
        Named("prop/2021/22:125", NamedIn.REGISTER),
        Named("sou/2021:16", NamedIn.TITLE),
        Named("sfs/2017:725", NamedIn.TEXT),
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"{", "no JSON that can be read"),
        (b"[]", "a list instead of an object"),
        (b'{"x": 1}', "neither dokumentlista nor dokumentstatus"),
        (b'{"dokumentlista": null}', "nothing as dokumentlista"),
        (b'{"dokumentlista": {"dokument": 3}}', "a number as dokument"),
        (b'{"dokumentstatus": {"dokument": []}}', "a list as dokument"),
    ],
)
def test_an_unknown_shape_is_refused_by_what_was_found(data, found):
    with pytest.raises(Invalid, match=f"test.json has an unknown shape: {found}."):
        read(data)


def test_the_day_is_that_of_the_list_or_of_the_document():
    assert riksdag_state(listing(bill(), **{"@datum": "2025-06-30 10:00"}), "x") == "2025-06-30"
    assert riksdag_state(status(bill(systemdatum="2022-05-20 11:00:00")), "x") == "2022-05-20"
    assert riksdag_state(status(bill()), "x") is None
