"""The area that every page of legislative matters belongs to."""

from kb.web.routing import Area

area = Area("matters")
