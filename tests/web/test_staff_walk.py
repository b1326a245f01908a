"""An administrator's walk: every link on every page of the staff leads to a page that renders."""

import re
from dataclasses import dataclass, field
from html import unescape

import pytest
from flask import template_rendered

from kb.app import create_app
from kb.config import Settings
from kb.db.session import session_scope
from kb.models import Barrier
from kb.web.services import EXTENSION
from kb.words import Role, WorkState
from tests.house.test_templates import NAMES, extends, is_of_staff
from tests.staff import make_user, signed_in

LINK = re.compile(r'href="(/(?:staff|login|forgot)[^"#]*)')
#: Numbers, codes and the query: of pages that differ in these alone, a few are enough.
SHAPE = re.compile(r"\?.*|\d+")
FEW = 4
#: Pages shown to strangers, in some state alone, or when something was sent: tests of their
#: own, beside their views, bring that about.
SHOWN_WHEN_SENT = {
    "accounts/code.html",
    "accounts/dead_link.html",
    "accounts/link.html",
    "accounts/login.html",
    "accounts/password.html",
    "accounts/recovery_codes.html",
    "accounts/second_factor_prove.html",
    "accounts/sent.html",
    "actions/redline.html",
    "actions/edit/conflict.html",
    "barriers/bulk_choose.html",
    "barriers/bulk_preview.html",
    "barriers/bulk_result.html",
    "barriers/contact.html",
    "barriers/decline.html",
    "barriers/edit/conflict.html",
    "barriers/import_preview.html",
    "barriers/import_report.html",
    "barriers/propose.html",
    "barriers/reply.html",
    "cases/edit/conflict.html",
    "consultations/answer/conflict.html",
    "consultations/answer/form.html",
    "consultations/print.html",
    "consultations/send.html",
    "documents/detail.html",
    "matters/edit/conflict.html",
    "consultations/take_up.html",
    "publication/embargo.html",
    "publication/review.html",
    "publication/text_conflict.html",
    "records/note.html",
    "work/as_of.html",
    "work/compare.html",
    "work/finding.html",
    "work/leaving.html",
    "work/merge_terms.html",
}


@dataclass
class Walk:
    """What somebody who follows every link has seen."""

    statuses: dict[str, int] = field(default_factory=dict)
    rendered: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(tmp_path_factory, library):
    import shutil

    folder = tmp_path_factory.mktemp("walk") / "library"
    shutil.copytree(library.data_folder, folder)
    app = create_app(Settings(data_dir=str(folder), secret_key="k" * 40))
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        admin = make_user(session, Role.ADMIN)
        for number, state in enumerate(WorkState):
            session.add(
                Barrier(
                    code=f"H-2027-{number:03}",
                    working_title=f"Hinder {state}",
                    work_state=state,
                    owner_id=None if number % 2 else admin.id,
                )
            )
    client = signed_in(app, admin)
    walk = Walk()
    seen: dict[str, int] = {}
    waiting = ["/staff/", "/staff/?lang=en", "/login", "/forgot"]
    with template_rendered.connected_to(
        lambda _a, template, **_: walk.rendered.add(template.name), app
    ):
        while waiting:
            address = waiting.pop(0)
            shape = SHAPE.sub("", address)
            if address in walk.statuses or seen.get(shape, 0) >= FEW:
                continue
            seen[shape] = seen.get(shape, 0) + 1
            answer = client.get(address)
            walk.statuses[address] = answer.status_code
            if answer.mimetype == "text/html":
                waiting += [unescape(link) for link in dict.fromkeys(LINK.findall(answer.text))]
    yield walk
    app.extensions[EXTENSION].database.engine.dispose()


def test_every_link_of_the_staff_leads_to_a_page(walk):
    wrong = {
        address: status for address, status in walk.statuses.items() if status not in (200, 303)
    }

    assert len(walk.statuses) > 100
    assert wrong == {}


def test_every_page_of_the_staff_is_reached_by_links_or_known_to_be_sent(walk):
    pages = {name for name in NAMES if is_of_staff(name) and extends(name)}
    pages = {name for name in pages if not name.startswith("layout/")}

    assert pages - walk.rendered == SHOWN_WHEN_SENT
