"""The staff's page of a matter, and our answers to its consultations."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.clock import today
from kb.consultations.response_queries import list_responses
from kb.documents.queries import count_waiting
from kb.inbox.queries import is_following
from kb.matters.area_views import area
from kb.matters.effect_queries import list_effects, list_predecessors
from kb.matters.staff_queries import get_matter
from kb.matters.stages import end_of, next_event, steps_of
from kb.matters.told import told_events
from kb.publication.desk_queries import get_publication
from kb.records.note_queries import list_notes, map_unknown
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web.addresses import staff_path
from kb.web.drafts import kept_text


@area.staff("/matters/<code>", needs=Permission.INTERNAL_READ)
def work(code: str) -> ResponseReturnValue:
    """One matter as we know it, with our answers to its consultations."""
    matter = get_matter(g.session, g.actor, code)
    events, day = told_events(matter), today()
    people = {user.id: user.name for user in list_members(g.session)}
    notes = list_notes(g.session, g.actor, matter)
    return render_template(
        "matters/work.html",
        matter=matter,
        responses=list_responses(g.session, g.actor, matter),
        people=people,
        notes=notes,
        unknown=map_unknown(g.session, g.actor, notes),
        typed_note=kept_text(staff_path("matter", matter.code, "notes")),
        publication=get_publication(g.session, matter).state,
        is_followed=is_following(g.session, g.actor, matter),
        reader_id=g.actor.user_id,
        steps=steps_of(events, day, matter.procedure),
        ended=end_of(events, day),
        coming=next_event(events, day),
        effects=list_effects(g.session, g.actor, matter),
        predecessors=list_predecessors(g.session, matter),
        waiting=count_waiting(g.session, matter),
        may_work=can(g.actor, Permission.ADVOCACY_WORK),
    )
