"""Hinderbanken: legal barriers to digital welfare, and the advocacy that removes them."""
