"""Advocacy actions and their asks."""
