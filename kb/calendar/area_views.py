"""The area that deadlines and calendars belong to."""

from kb.web.routing import Area

area = Area("calendar")
