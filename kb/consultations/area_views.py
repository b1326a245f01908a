"""The area that every page of consultations belongs to."""

from kb.web.routing import Area

area = Area("consultations")
