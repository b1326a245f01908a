"""The area of the desk, which its modules put their pages into."""

from kb.web.routing import Area

area = Area("work")
