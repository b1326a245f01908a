"""The area of accounts, which every module of its pages puts its own into."""

from kb.web.routing import Area

area = Area("accounts")
