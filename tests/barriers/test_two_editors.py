"""Two editors of one barrier in the database: what each saves stands, or is shown to the other."""

from random import Random

import pytest

from kb.barriers.edit_drafts import ReportDraft
from kb.barriers.edit_operations import begin_barrier, revise_barrier
from kb.barriers.edit_values import base_values, read_report, report_values
from kb.errors import Conflict
from kb.models import Barrier
from kb.records.queries import find_record
from kb.records.since_queries import values_at
from kb.web.forms import fingerprints
from kb.web.merging import settle
from kb.words import Role
from tests.staff import actor_of, make_user

TEXTS = ("working_title", "working_summary", "reported_by", "internal", "workaround")


@pytest.mark.parametrize("seed", range(6))
def test_no_edit_is_lost_when_two_save_by_turns(session, seed):
    random = Random(seed)
    actor = actor_of(make_user(session, Role.LEGAL))
    code = begin_barrier(session, actor, ReportDraft(working_title="Titel")).code
    barrier = find_record(session, Barrier, code)
    forms = {who: (barrier.version, report_values(barrier)) for who in "ab"}
    marks = []
    for number in range(10):
        who = random.choice("ab")
        version, values = forms[who]
        field = random.choice(TEXTS)
        mark = f"m{number}x"
        mine = {**values, field: f"{values[field]} {mark}".strip()}
        theirs = report_values(barrier)
        base = base_values(values_at(session, barrier, version))

        if version != barrier.version:
            with pytest.raises(Conflict):
                revise_barrier(session, actor, barrier, version, read_report(mine))
        result = settle(fingerprints(values), mine, theirs, base=base, prose=TEXTS)
        for clash in result.clashes:
            missing = [each for each in clash.theirs.split() if each not in clash.proposal]
            result.values[clash.field] = " ".join([clash.proposal, *missing])
        revise_barrier(session, actor, barrier, barrier.version, read_report(result.values))
        marks.append((field, mark))
        forms[who] = (barrier.version, report_values(barrier))

    session.expire_all()
    after = report_values(find_record(session, Barrier, code))
    assert [(field, mark) for field, mark in marks if mark not in after[field].split()] == []


def test_what_a_field_said_when_it_was_opened_is_known_from_the_history(session):
    actor = actor_of(make_user(session, Role.LEGAL))
    barrier = begin_barrier(session, actor, ReportDraft(working_title="Ett", internal="Först"))
    opened = barrier.version
    for title in ("Två", "Tre"):
        draft = ReportDraft(working_title=title, internal=f"Sedan {title}")
        revise_barrier(session, actor, barrier, barrier.version, draft)

    base = base_values(values_at(session, barrier, opened))

    assert (base["working_title"], base["internal"]) == ("Ett", "Först")
