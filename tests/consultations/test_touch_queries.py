"""Which barriers a consultation touches, and how closely."""

import pytest

from kb.consultations.touch_queries import Keys, Named, map_named, touch
from kb.readers.drafts import EffectDraft
from kb.security.actor import SYSTEM
from kb.words import Closeness, Effect, NamedIn
from tests.consultations.making import make_document, titled
from tests.makers import cites, make_barrier, make_matter

ACT = "sfs/2017:725"


@pytest.mark.parametrize(
    ("ours", "named", "place", "closeness"),
    [
        (f"{ACT}#K6P37", f"{ACT}#K6P37", NamedIn.TEXT, Closeness.SECTION),
        (f"{ACT}#K6P37", f"{ACT}#K6P37S2", NamedIn.TEXT, Closeness.SECTION),
        (f"{ACT}#K6P37S1", f"{ACT}#K6P37S2", NamedIn.TEXT, Closeness.SECTION),
        (f"{ACT}#K6P37", f"{ACT}#K6", NamedIn.TEXT, Closeness.CHAPTER),
        (f"{ACT}#K6", f"{ACT}#K6P37", NamedIn.TEXT, Closeness.CHAPTER),
        (f"{ACT}#K6P37", ACT, NamedIn.TITLE, Closeness.ACT),
        (f"{ACT}#K6P37", ACT, NamedIn.TEXT, Closeness.PASSING),
        (ACT, f"{ACT}#K6P37", NamedIn.TEXT, Closeness.PASSING),
        ("celex/32016R0679#A22.2.b", "celex/32016R0679#A22", NamedIn.TEXT, Closeness.SECTION),
        ("sou/2024:1", "sou/2024:1", NamedIn.TITLE, Closeness.DOCUMENT),
        ("sou/2024:1", "sou/2024:1", NamedIn.TEXT, None),
        (f"{ACT}#K6P37", f"{ACT}#K6P38", NamedIn.TEXT, None),
        (f"{ACT}#K6P37", "sfs/2017:900", NamedIn.TITLE, None),
    ],
)
def test_the_same_section_is_closer_than_the_chapter_and_the_act(ours, named, place, closeness):
    found = dict(Keys([ours]).tied_to(Named(named, place)))

    assert found == ({} if closeness is None else {ours: closeness})


def test_the_closest_tie_of_a_barrier_is_told_and_the_closest_barrier_comes_first(session):
    by_act = make_barrier(session, citations=(cites(f"{ACT}#K1P1"),))
    by_section = make_barrier(session, citations=(cites(f"{ACT}#K6P37"), cites(f"{ACT}#K1P1")))
    matter = make_matter(session)
    by_matter = make_barrier(
        session,
        effects=(EffectDraft(matter=matter.code, effect=Effect.PARTLY, note=None),),
    )
    document = make_document(session, named=[f"{ACT}#K6P37", titled(ACT)])

    named = map_named(session, [document.id])
    found = touch(session, SYSTEM, named, {document.id: [matter.id]})[document.id]

    assert [(each.code, each.closeness) for each in found] == [
        (by_matter.code, Closeness.MATTER),
        (by_section.code, Closeness.SECTION),
        (by_act.code, Closeness.ACT),
    ]
