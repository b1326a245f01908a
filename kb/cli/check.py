"""``kb check``: what is wrong with this installation."""

import os
import sys
from collections.abc import Callable

import click

from kb.app import CONTENT
from kb.cli.db import schema_faults
from kb.cli.index import index_faults
from kb.cli.setup import open_setup
from kb.config import Settings, settings_help
from kb.errors import KbError
from kb.library.checks import content_faults


def _settings_epilog() -> str:
    lines = (
        f"{name} (default: {default or 'none'})\n    {text}"
        for name, default, text in settings_help()
    )
    return "\b\nSettings, read from the environment:\n" + "\n".join(lines)


@click.command(epilog=_settings_epilog())
def check() -> None:
    """Read settings, database, index and content, and say what is wrong."""
    setup = open_setup()
    parts: dict[str, Callable[[], list[str]]] = {
        "settings": lambda: _settings_faults(setup.settings),
        "database": schema_faults,
        "content": lambda: [str(fault) for fault in content_faults(CONTENT)],
        "index": lambda: index_faults(setup),
    }
    is_well = True
    for name, faults_of in parts.items():
        faults = _faults(faults_of)
        is_well = is_well and not faults
        click.echo(f"{name}: {'well' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            click.echo(f"  {fault}")
    sys.exit(0 if is_well else 1)


def _settings_faults(settings: Settings) -> list[str]:
    folder = settings.data_folder
    folder.mkdir(parents=True, exist_ok=True)
    faults = []
    if not os.access(folder, os.W_OK):
        faults.append("KB_DATA_DIR: the folder cannot be written.")
    key = folder / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        faults.append("KB_DATA_DIR: others than the owner can read secret.key.")
    return faults


def _faults(find: Callable[[], list[str]]) -> list[str]:
    try:
        return find()
    except KbError as error:
        return [str(error)]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
