"""Files from outside become checked dataclasses here. Nothing here writes to the database."""
