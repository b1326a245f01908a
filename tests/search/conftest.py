"""The engines that the contract is held against: one more here, and all its tests run for it."""

import pytest

from kb.search.whoosh_engine import WhooshEngine

ENGINES = {"whoosh": lambda folder: WhooshEngine(folder / "index")}


@pytest.fixture(params=sorted(ENGINES))
def engine(request, tmp_path):
    made = ENGINES[request.param](tmp_path)
    yield made
    made.close()
