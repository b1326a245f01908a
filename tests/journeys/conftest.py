"""A real server over the real catalogue, and Debian's Chromium to walk it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import need

AXE = Path(__file__).parents[1] / "vendor/axe-core-4.14.1/axe.min.js"
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(library):
    """The address of ``kb serve`` over the catalogue; it stops with the tests."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "kb", "serve", "--port", str(port)],
        env={**os.environ, "KB_DATA_DIR": str(library.data_folder)},
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


def faults_of(page) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]
