"""The area that every page of imported documents belongs to."""

from kb.web.routing import Area

area = Area("documents")
