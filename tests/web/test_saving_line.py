"""What a form that saves itself says when its writer is signed out is shown beside the form."""

import json
import re
from html import unescape

from tests.staff import signed_in


def handling(page, status):
    """What the scripts of *page* do with an answer of *status*: the first rule that fits it."""
    config = re.search(r'name="htmx-config"\s+content=\'([^\']*)\'', page)[1]
    rules = json.loads(unescape(config))["responseHandling"]
    return next(rule for rule in rules if re.search(rule["code"], str(status)))


def test_a_refusal_in_words_is_put_into_the_page_and_other_faults_are_not(staff_app, people):
    page = signed_in(staff_app, people["legal"]).get("/staff/barriers/new").text

    swapped = {status: handling(page, status)["swap"] for status in (200, 401, 409, 422, 404, 500)}

    assert swapped == {200: True, 401: True, 409: True, 422: True, 404: False, 500: False}
