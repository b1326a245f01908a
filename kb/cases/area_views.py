"""The area that every page of cases belongs to."""

from kb.web.routing import Area

area = Area("cases")
