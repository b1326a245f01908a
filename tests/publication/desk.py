"""What tests of the desk need: records on their way to the public, and who works with them."""

from sqlalchemy.orm import sessionmaker

from kb.cases.operations import save_case
from kb.clock import now
from kb.db.engine import Database
from kb.models import Publication
from kb.publication import embargo_operations
from kb.publication.desk_operations import DeskAnswers, move_publication
from kb.readers.drafts import CaseDraft
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import Clearance, Confidence, Pair, PublicationState, Role, Withdrawal
from tests.makers import make_barrier
from tests.staff import actor_of, make_user

CLEARED = DeskAnswers(cleared=tuple(Clearance))
WITHDRAWN = DeskAnswers(reason="Ett fel.", withdrawal=Withdrawal.MISTAKE)


def make_people(session):
    """An actor of each role, two of them lawyers."""
    roles = {
        "advocacy": Role.ADVOCACY,
        "legal": Role.LEGAL,
        "admin": Role.ADMIN,
        "other_legal": Role.LEGAL,
    }
    return {name: actor_of(make_user(session, role)) for name, role in roles.items()}


def make_record(session, code="H-2027-901", **changes):
    """A barrier, loaded whole."""
    barrier = make_barrier(session, code=code, **changes)
    return again(session, barrier)


def make_case(session, code="F-2027-901", **changes):
    """A case, loaded whole."""
    values = {
        "title": Pair("Ett fall", "A case"),
        "summary": Pair("En sammanfattning.", "A summary."),
        "confidence": Confidence.HIGH,
        "identifier": "",
        "key": None,
        "body": None,
        "decided_on": None,
        "outcome": None,
        "barriers": (),
    }
    return again(session, save_case(session, SYSTEM, CaseDraft(code=code, **{**values, **changes})))


def again(session, record):
    """The same record, read anew and whole."""
    session.flush()
    model, code = type(record), record.code
    session.expire_all()
    return find_record(session, model, code)


def put_in(session, record, state, author=None):
    """Let the publication of *record* stand in *state*, as if somebody had taken it there."""
    publication = session.get(Publication, record.id)
    if publication is None:
        publication = Publication(record_id=record.id)
        session.add(publication)
    publication.state = state
    publication.author_id = author.user_id if author else None
    session.flush()
    return publication


def approve(session, record, reviewer, author=None):
    """Take *record* to the state in which it can be published."""
    put_in(session, record, PublicationState.IN_REVIEW, author)
    move_publication(session, reviewer, record, "approve", CLEARED)
    return session.get(Publication, record.id)


def publish_due(session, moment=None):
    """Commit what the test has done, and let the clock publish; returns how many."""
    session.commit()
    sessions = sessionmaker(session.get_bind(), expire_on_commit=False, autoflush=False)
    database = Database(session.get_bind(), sessions, sessions)
    done = embargo_operations.publish_due(database, moment or now())
    session.expire_all()
    return done


def publish_over_desk(session, record, reviewer):
    """Approve and publish *record*."""
    approve(session, record, reviewer)
    move_publication(session, reviewer, record, "publish", DeskAnswers())
