"""The wording that an ask puts forward beside the present one; printable."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.advocacy.area_views import area
from kb.advocacy.staff_queries import get_action
from kb.errors import NotFound
from kb.law.reading_queries import get_known_law
from kb.law.text_queries import map_texts, redline
from kb.security.permissions import Permission


@area.staff("/actions/<code>/asks/<int(max=9999):number>/redline", needs=Permission.INTERNAL_READ)
def ask_redline(code: str, number: int) -> ResponseReturnValue:
    """What one ask would change in the law, word by word."""
    action = get_action(g.session, g.actor, code)
    ask = next((each for each in action.asks if each.number == number), None)
    if ask is None or not ask.proposed_wording or not ask.target:
        raise NotFound("There is no such ask.")
    return render_template(
        "actions/redline.html",
        action=action,
        ask=ask,
        redline=redline(
            ask.target, map_texts(g.session, [ask.target]).get(ask.target), ask.proposed_wording
        ),
        law=get_known_law(g.session),
    )
