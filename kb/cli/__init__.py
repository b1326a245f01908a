"""The command line: one module a group of commands."""

from kb.cli.main import main

__all__ = ["main"]
