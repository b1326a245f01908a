"""Pages of prose: the one about what is not published also tells how much is kept inside."""

import re

import pytest

from kb.db.session import session_scope
from kb.models import Publication
from kb.web.services import EXTENSION
from kb.words import NotPublishable, PublicationState
from tests.publication.desk import make_record

TITLE = "Något som ingen utanför får veta"
WHY = "Orsaken stannar hos oss"


def counts(client, language="en"):
    """What the page tells: class of reasons and what stands beside it."""
    page = client.get(f"/{language}/not-published").text
    block = page.partition('id="kept-inside"')[2].partition("</section>")[0]
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", block, re.DOTALL)
    return {name.strip(): count.strip() for name, count in pairs}


@pytest.fixture
def client(staff_app):
    """A stranger, where one record is kept inside for secrecy and two for security."""
    reasons = (NotPublishable.SECRECY, NotPublishable.SECURITY, NotPublishable.SECURITY)
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        for number, reason in enumerate(reasons, 901):
            record = make_record(session, code=f"H-2027-{number}")
            record.working_title = TITLE
            session.add(
                Publication(
                    record_id=record.id,
                    state=PublicationState.NOT_PUBLISHABLE,
                    not_publishable=reason,
                    reason=WHY,
                )
            )
    return staff_app.test_client()


def test_the_page_counts_what_is_kept_inside_by_class_of_reasons(client):
    assert counts(client) == {
        "It cannot be told without personal data": "None",
        "It is covered by secrecy": "1",
        "We are negotiating": "None",
        "It is sensitive to security": "2",
        "It is not a barrier": "None",
    }


def test_every_class_stands_there_when_nothing_is_kept_inside(app):
    assert list(counts(app.test_client()).values()) == ["None"] * len(NotPublishable)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_count_tells_nothing_of_the_records_themselves(client, language):
    page = client.get(f"/{language}/not-published").text

    assert len(counts(client, language)) == len(NotPublishable)
    secrets = ("H-2027-90", TITLE, WHY)
    assert [secret for secret in secrets if secret in page] == []


def test_no_other_page_of_prose_counts_anything(client):
    assert "kept-inside" not in client.get("/en/about").text
