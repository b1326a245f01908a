"""Files from outside become checked dataclasses here; ``sheet_writing`` is the way back for tables.

Nothing here knows the database or the web.
"""
