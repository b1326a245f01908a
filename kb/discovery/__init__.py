"""The start page and search."""
