"""The area that every page of barriers belongs to."""

from kb.web.routing import Area

area = Area("barriers")
