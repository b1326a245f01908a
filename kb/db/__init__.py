"""Base and column types, engine and sessions, paging, and the way to the migrations.

No word of the domain belongs here.
"""
