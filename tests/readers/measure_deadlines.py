"""Read the deadlines of consultations and print the figures.

``python -m tests.readers.measure_deadlines PATH``. A page states a deadline when a sentence of it,
read by eye, does. The script lists what an eye must judge: pages without one that speak of days,
and a sample of those that were read.
"""

# ruff: noqa: T201  (it is there to print)

import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kb.readers.documents import DocumentFile
from kb.readers.government import government_state, read_government
from kb.readers.swedish_dates import find_days
from kb.words import DocumentKind

SAMPLE, SEED = 100, 2026
_MAYBE = re.compile(r"\b(?:senaste?|sista)\b|remisstid|svarstid", re.IGNORECASE)


def consultations(path: Path) -> Iterator[DocumentFile]:
    as_of = date.fromisoformat(government_state(path) or "2026-01-01")
    for each in read_government(path, lambda text, day: (), as_of):
        if isinstance(each, DocumentFile) and each.kind is DocumentKind.CONSULTATION:
            yield each


def measure(path: Path) -> None:
    began = time.perf_counter()
    pages = sorted(consultations(path), key=lambda page: page.external_id)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{path.name}: {seconds:.1f} s, {memory:.0f} MiB")
    counts, read = Counter[str](), Counter[str]()
    for page in pages:
        year = (page.dated_on or "")[:4]
        counts[year] += 1
        read[year] += page.deadline_on is not None
    for year in sorted(counts):
        print(f"{year}: {counts[year]:>4} pages, {read[year]:>4} with a deadline")
    print(f"all:  {len(pages):>4} pages, {sum(read.values()):>4} with a deadline")
    _print_left(pages)
    found = [page for page in pages if page.deadline_on]
    print(f"\n{SAMPLE} of those read (seed {SEED}):")
    for page in random.Random(SEED).sample(found, min(SAMPLE, len(found))):
        print(f"{page.dated_on} {page.deadline_on} | {page.deadline_text}")
    print("\nAnother than the earliest day, or several:")
    for page in found:
        if len(find_days(page.deadline_text)) > 1:
            print(f"{page.dated_on} {page.deadline_on} | {page.deadline_text}")


def _print_left(pages: list[DocumentFile]) -> None:
    """Print the pages without a deadline that name a day or speak of one."""
    left = [page for page in pages if not page.deadline_on]
    spoken = [page for page in left if find_days(page.text) or _MAYBE.search(page.text)]
    print(f"{len(left)} without a deadline, of which {len(spoken)} speak of days:")
    for page in spoken:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n+", page.text):
            if find_days(sentence) or _MAYBE.search(sentence):
                print(f"{page.dated_on} {page.external_id[14:50]} | {sentence[:250]}")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
