"""Routes and permissions: what names no permission is never served, and none is left over."""

import ast

import pytest
from flask import Flask

from kb.security.permissions import Permission
from kb.web import routing
from kb.web.routing import Area
from tests.house.source import modules, tree_of

#: Flask's own endpoint for static files, which are public.
OWN = {"static"}


def test_every_endpoint_names_a_permission(app):
    named = {
        endpoint: getattr(view, "needs", None)
        for endpoint, view in app.view_functions.items()
        if endpoint not in OWN
    }

    assert len(named) > 10
    assert [name for name, needs in named.items() if not isinstance(needs, Permission)] == []


def test_an_endpoint_without_a_permission_stops_the_start():
    app = Flask("bare")
    app.add_url_rule("/bare", "bare", lambda: "shown to all")

    with pytest.raises(RuntimeError, match="bare"):
        routing.install(app, [])


def test_an_area_that_hides_a_bare_route_stops_the_start():
    app = Flask("bare")
    area = Area("hiding")
    area.blueprint.add_url_rule("/bare", "bare", lambda: "shown to all")

    with pytest.raises(RuntimeError, match=r"hiding\.bare"):
        routing.install(app, [area])


def test_every_permission_is_demanded_somewhere():
    used = {
        node.attr
        for module, path in modules().items()
        if module != "kb.security.permissions"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Permission"
    }

    assert used == {permission.name for permission in Permission}


def test_every_permission_says_in_a_sentence_of_its_own_what_it_allows():
    sentences = {permission.sentence for permission in Permission}

    assert len(sentences) == len(Permission)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
