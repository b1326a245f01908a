"""The area of publication, which its modules put their pages into."""

from kb.web.routing import Area

area = Area("publication")
