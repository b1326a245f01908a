"""Read a statute book and print what was understood: ``python -m tests.readers.measure PATH``."""

# ruff: noqa: T201  (it is there to print)

import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from kb.readers.amendment_notes import read_note
from kb.readers.archives import FailedFile, state_of
from kb.readers.statute_archives import read_statutes

_NUMBER = re.compile(r"\d+( ?[a-z](?![a-zåäö]))?")


def measure(path: Path) -> None:
    counts: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    began = time.process_time()
    for file in read_statutes(path):
        if isinstance(file, FailedFile):
            counts["failed"] += 1
            print(file)
            continue
        counts["files"] += 1
        counts["with text"] += bool(file.parts)
        counts["with register"] += bool(file.register)
        kinds = Counter(part.kind.value for part in file.parts)
        counts.update(kinds)
        counts["with sections"] += "section" in kinds
        counts["with chapters"] += "chapter" in kinds
        counts["amended parts"] += sum(bool(part.amended_by) for part in file.parts)
        for row in file.register:
            counts["amendments"] += 1
            if row.note:
                counts["notes"] += 1
                note = read_note(row.note)
                counts["touches"] += len(note.touches)
                counts["notes understood"] += not note.unread
                if note.unread:
                    shapes[_NUMBER.sub("N", note.unread)[:100]] += 1
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{path.name}, state {state_of(path)}: {seconds:.1f} s of CPU, {memory:.0f} MiB")
    for name, count in counts.items():
        print(f"{count:>9,}  {name}")
    print(f"{counts['notes understood'] / max(counts['notes'], 1):>9.2%}  of the notes understood")
    for shape, count in shapes.most_common(30):
        print(f"{count:>9}  {shape}")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
