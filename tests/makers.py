"""Plain functions that make what a test needs, by the operations that the service uses."""

from dataclasses import replace
from itertools import count

from kb.barriers.operations import save_barrier
from kb.law.operations import save_act, save_provisions
from kb.matters.operations import save_matter
from kb.models import Barrier, LegalAct, Matter, Provision
from kb.publication.operations import naming, publish
from kb.readers.drafts import (
    ActDraft,
    BarrierDraft,
    CitationDraft,
    EventDraft,
    MatterDraft,
    NameDraft,
    TermDraft,
    TextDraft,
)
from kb.records.operations import save_terms
from kb.records.queries import find_record, list_records
from kb.security.actor import SYSTEM
from kb.words import (
    Certainty,
    CitationRole,
    Confidence,
    Language,
    NameKind,
    Pair,
    Procedure,
    Stage,
    State,
    TextField,
)

_numbers = count(1)

BARRIER = BarrierDraft(
    code="H-2026-900",
    title=Pair("Ett hinder", "A barrier"),
    summary=Pair("En sammanfattning.", "A summary."),
    confidence=Confidence.HIGH,
    state=State.OPEN,
    state_since=None,
    state_note=None,
    waiting_for=None,
    waiting_since=None,
    interest=None,
    principles=(),
    impacts=(),
    flow=None,
    decision_steps=(),
    effects=(),
    relations=(),
)
MATTER = MatterDraft(
    code="L-2026-900",
    title=Pair("Ett ärende", "A matter"),
    summary=Pair("Ett ärende.", "A matter."),
    procedure=Procedure.SWEDISH,
    responsible=None,
    continued_by=None,
    events=(),
)


def barrier_draft(**changes) -> BarrierDraft:
    """A barrier with a code of its own; *changes* are fields of the draft."""
    changes.setdefault("code", f"H-2027-{next(_numbers):03}")
    return replace(BARRIER, **changes)


def make_barrier(session, **changes) -> Barrier:
    """A saved barrier."""
    return save_barrier(session, SYSTEM, barrier_draft(**changes))


def publish_barrier(session, **changes) -> Barrier:
    """A barrier that is saved and published."""
    barrier = make_barrier(session, **changes)
    return publish_again(session, barrier)


def publish_again(session, record):
    """Publish the record as it now is, loaded whole."""
    session.flush()
    session.expire_all()
    whole = find_record(session, type(record), record.code)
    publish(session, SYSTEM, whole, naming(session))
    return whole


def make_matter(session, *events: EventDraft, **changes) -> Matter:
    """A saved matter with *events*."""
    changes.setdefault("code", f"L-2027-{next(_numbers):03}")
    return save_matter(session, SYSTEM, replace(MATTER, events=events, **changes))


def event(stage: Stage, date: str | None = None, **changes) -> EventDraft:
    """Something that happened on a matter."""
    values = {
        "until": None,
        "document": None,
        "title": None,
        "is_planned": False,
        "certainty": Certainty.VERIFIED,
        "source": "",
    }
    return EventDraft(stage=stage, date=date, **{**values, **changes})


def make_act(session, key: str = "sfs/2009:400", name: str = "OSL") -> LegalAct:
    """A saved act with one abbreviation."""
    draft = ActDraft(
        code=key,
        title=Pair("Offentlighets- och sekretesslag (2009:400)", "Public Access Act (2009:400)"),
        names=(
            NameDraft(name=name, kind=NameKind.ABBREVIATION, valid_from=None, valid_until=None),
        ),
        in_force_on=None,
        repealed_on=None,
        replaced_by=None,
        has_text=False,
        note=None,
    )
    return save_act(session, SYSTEM, draft)


def make_law(session, *keys: str) -> None:
    """The acts of *keys*, and the provisions themselves, saved and published."""
    acts = {key.partition("#")[0] for key in keys}
    for act in sorted(acts):
        make_act(session, act, "OSL" if act == "sfs/2009:400" else act)
    save_provisions(session, SYSTEM, keys)
    publish_everything(session)


def publish_everything(session) -> None:
    """Publish every act and provision that there is."""
    names = naming(session)
    for model in (LegalAct, Provision):
        for record in list_records(session, model):
            publish(session, SYSTEM, record, names)


def make_terms(session, *pairs: tuple[str, str]) -> None:
    """Terms of vocabularies, by (scheme, key)."""
    save_terms(
        session,
        SYSTEM,
        [
            TermDraft(scheme=scheme, key=key, label=Pair(key, key), note=None)
            for scheme, key in pairs
        ],
    )


def cites(key: str, role: CitationRole = CitationRole.CAUSES) -> CitationDraft:
    """A citation of the provision or act with *key*."""
    return CitationDraft(
        role=role,
        key=key,
        text="",
        page="",
        note=None,
        certainty=Certainty.VERIFIED,
        as_of=None,
    )


def says(field: TextField, sv: str, en: str) -> tuple[TextDraft, TextDraft]:
    """A long text in both languages."""
    return (
        TextDraft(field=field, language=Language.SV, body_md=sv),
        TextDraft(field=field, language=Language.EN, body_md=en),
    )
