"""A real server over the real catalogue, and Debian's Chromium to walk it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import URLError

import pytest
from playwright.sync_api import sync_playwright

from kb.config import Settings
from tests.conftest import need
from tests.journeys.staffing import Workplace, add_people

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory, library):
    """The address of ``kb serve`` over a copy of the catalogue; it stops with the tests."""
    # A copy, since the worker beside the server notes its rounds there.
    folder = tmp_path_factory.mktemp("site") / "library"
    shutil.copytree(library.data_folder, folder)
    with served(folder) as address:
        yield address


@contextmanager
def served(folder):
    """Run ``kb serve`` with its worker over the installation in *folder*; gives its address."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "kb", "serve", "--port", str(port)],
        env={**os.environ, "KB_DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def workplace(tmp_path_factory, library):
    """A served copy of the catalogue that tests may change; people can sign in to it."""
    folder = tmp_path_factory.mktemp("workplace") / "library"
    shutil.copytree(library.data_folder, folder)
    settings = Settings(data_dir=str(folder), secret_key="k" * 40)
    add_people(settings)
    with served(folder) as address:
        yield Workplace(address, settings)


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("The server did not become ready.")


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium")
    need("browser", None if program else "no chromium is installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=["desktop", "phone"])
def page(request, browser):
    """A page of a reader, on a desk and on a phone."""
    width = 1280 if request.param == "desktop" else 390
    context = browser.new_context(viewport={"width": width, "height": 844})
    yield context.new_page()
    context.close()
