"""Words: every closed list has its labels, Swedish is whole, and no file holds what is not ours."""

import re
from collections.abc import Iterator
from enum import StrEnum

import pytest

from kb import words
from kb.security.transitions import TRANSITIONS, Need
from kb.web.labels import LABELS
from tests.house.source import ROOT, TEMPLATES, name_of
from tests.strings import extracted, swedish

#: The closed list behind each list of labels.
LISTS = {
    "state": words.State,
    "certainty": words.Certainty,
    "confidence": words.Confidence,
    "direction": words.Direction,
    "citation-role": words.CitationRole,
    "decision-part": words.DecisionPart,
    "blocked": words.Blocked,
    "human": words.HumanRequired,
    "effect": words.Effect,
    "relation": words.Relation,
    "case-relation": words.CaseRelation,
    "stage": words.Stage,
    "procedure": words.Procedure,
    "action-state": words.ActionState,
    "act-state": words.ActState,
    "ask-outcome": words.AskOutcome,
    "name-kind": words.NameKind,
    "work-state": words.WorkState,
    "publication-state": words.PublicationState,
    "response-state": words.ResponseState,
    "no-obstacle": words.NoObstacle,
    "not-publishable": words.NotPublishable,
    "withdrawal": words.Withdrawal,
    "channel": words.Channel,
    "risk": words.Risk,
    "stake-unit": words.StakeUnit,
    "duty": words.Duty,
    "digest": words.Digest,
    "news": words.News,
    "screening-question": words.ScreeningQuestion,
    "clearance": words.Clearance,
    "role": words.Role,
    "proposal-kind": words.ProposalKind,
    "review-kind": words.ReviewKind,
    "verdict": words.Verdict,
    "language": words.Language,
    "record-kind": words.RecordKind,
    "amendment-verb": words.AmendmentVerb,
    "finding-kind": words.FindingKind,
    "finding-verdict": words.FindingVerdict,
    "record-kind-plural": words.RecordKind,
    "deadline-kind": words.DeadlineKind,
    "occurrence": words.Occurrence,
    "turn": words.Turn,
    "closeness": words.Closeness,
    "document-kind": words.DocumentKind,
    "match-reason": words.MatchReason,
    "match-verdict": words.MatchVerdict,
    "invited": words.Invited,
    "stance": words.Stance,
    "attitude": words.Attitude,
    "visibility": words.Visibility,
}
#: Labels of names that are no closed lists: the ways of the transition tables, and their needs.
NAMES = {
    "way": [way.name for way in TRANSITIONS],
    "need": list(Need),
}
#: Lists that no page shows, so that their words need no label.
NOT_SHOWN = {
    words.TextField,
    words.NamedIn,
    words.Demand,
    words.Purpose,
    words.IndexVerb,
    words.PartKind,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

#: Marks that work was put off, written so that this very file may hold them.
MARKS = ("TO" + "DO", "FIX" + "ME", "X" * 3)
#: Those, or a path of somebody's machine.
STRAY = re.compile(rf"(?<![\w./-])/(?:work|root)/|\b(?:{'|'.join(MARKS)})\b")
TEXT = {".py", ".md", ".yaml", ".yml", ".html", ".xml", ".txt", ".css", ".js", ".po", ".svg"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_word_of_a_closed_list_has_a_label_in_the_order_of_the_list(name):
    assert list(LABELS[name]) == [word.value for word in LISTS[name]]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_way_and_every_need_has_a_label(name):
    assert list(LABELS[name]) == [str(word) for word in NAMES[name]]


def test_every_list_of_labels_belongs_to_a_closed_list():
    assert set(LABELS) == {*LISTS, *NAMES}


def test_every_closed_list_is_either_shown_or_known_not_to_be():
    lists = {
        value
        for value in vars(words).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }

    assert lists == {*LISTS.values(), *NOT_SHOWN}


def test_templates_name_only_lists_of_labels_that_exist():
    named = {
        found
        for path in TEMPLATES.rglob("*.html")
        for found in re.findall(r'\|label\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    }

    assert len(named) > 10
    assert named <= set(LABELS)


def messages(catalog):
    """The strings of a catalogue, a plural as both its forms."""
    return {message.id: message for message in catalog if message.id}


def translations():
    """Every string in English and in Swedish, each as a list of its forms."""
    for original, message in messages(swedish()).items():
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        yield (original if isinstance(original, tuple) else (original,)), list(forms)


def test_swedish_has_exactly_the_strings_that_code_and_templates_use():
    used, translated = set(messages(extracted())), set(messages(swedish()))

    assert used - translated == set(), "make strings brings them in"
    assert translated - used == set(), "make strings takes them out"


def test_no_string_is_left_untranslated():
    empty = [original[0] for original, forms in translations() if not all(forms)]

    assert empty == []


def test_a_plural_has_both_its_forms():
    wrong = [original for original, forms in translations() if len(original) != len(forms)]

    assert wrong == []


def test_no_translation_is_a_guess():
    guesses = [message.id for message in swedish() if message.id and message.fuzzy]

    assert guesses == []


def test_a_translation_fills_in_the_same_things_as_the_original():
    wrong = [
        (original, forms)
        for original, forms in translations()
        if all(forms) and any(_filled(form) != _filled(original[-1]) for form in forms)
    ]

    assert wrong == []


def _filled(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _texts() -> Iterator[tuple[str, str]]:
    """Every file that people read, by its path in the project."""
    folders = ("kb", "content", "templates", "tests")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    for path in [*files, ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        if path.is_file() and path.suffix in TEXT and "vendor" not in path.parts:
            yield name_of(path), path.read_text(encoding="utf-8")


def test_no_file_holds_a_path_of_a_machine_or_a_mark_of_work_put_off():
    stray = [
        f"{name}:{number}: {line.strip()}"
        for name, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if STRAY.search(line)
    ]

    assert stray == []


@pytest.mark.parametrize("line", ["cd /wo" + "rk/main", "see '/ro" + "ot/x'", "# TO" + "DO: later"])
def test_what_is_stray_is_known_when_it_is_seen(line):
    assert STRAY.search(line)
