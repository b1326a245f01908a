"""The area that every page of advocacy actions belongs to."""

from kb.web.routing import Area

area = Area("advocacy")
