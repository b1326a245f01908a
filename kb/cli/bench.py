"""``kb bench``: how fast search and pages answer, in one run."""

import click


@click.group()
def bench() -> None:
    """Measure search and pages."""
