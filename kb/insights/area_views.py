"""The area that pages about the whole belong to."""

from kb.web.routing import Area

area = Area("insights")
