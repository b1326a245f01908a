"""Pages of prose about the service, and the living page of its components."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.errors import NotFound
from kb.library.forms import sample_form
from kb.publication.queries import count_kept_inside
from kb.security.permissions import Permission
from kb.text.markdown import render
from kb.web.routing import Area
from kb.web.services import services

area = Area("library")

#: The page that also tells how much is kept inside.
_NOT_PUBLISHED = "not-published"


@area.page("/components", needs=Permission.PUBLIC_READ)
def components() -> ResponseReturnValue:
    """Every part that pages and forms are made of, once."""
    return render_template("components.html", form=sample_form())


@area.page("/<slug>", needs=Permission.PUBLIC_READ)
def page(slug: str) -> ResponseReturnValue:
    """One page of prose, such as about, help or the accessibility statement."""
    draft = services().pages.get(slug)
    if draft is None:
        raise NotFound("There is no such page.")
    return render_template(
        "pages/page.html",
        page={
            "title": {"sv": draft.title.sv, "en": draft.title.en},
            "summary": {"sv": draft.summary.sv, "en": draft.summary.en},
            "html": {"sv": render(draft.text_md.sv), "en": render(draft.text_md.en)},
            "updated_on": draft.updated_on,
        },
        kept_inside=count_kept_inside(g.session) if slug == _NOT_PUBLISHED else None,
    )
