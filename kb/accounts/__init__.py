"""Accounts of staff: who they are, where they are signed in, how they get in."""
