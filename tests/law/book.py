"""Small statute books of our own, taken in as a source would be."""

from kb.law.statute_operations import StatuteSource, begin_import, end_import, take_in
from kb.readers.statutes import read_statute
from kb.security.actor import SYSTEM

FIRST, SECOND, THIRD = "2025-06-30", "2025-09-01", "2025-12-01"

#: Chapters 5 and 6 both have a section 37.
TEXT = """# Kommunallag (2017:725)

## 5 kap. Fullmäktige

#### 1 §

Fullmäktige beslutar i ärenden av principiell beskaffenhet.

#### 37 §

Fullmäktige får besluta om närvaro på distans.

## 6 kap. Styrelsen

#### 1 §

Styrelsen ska leda förvaltningen.

### Delegering av ärenden

#### 37 §

En nämnd får uppdra åt en anställd att besluta.

#### 38 §

Följande beslutanderätt får inte delegeras:

1. ärenden som avser verksamhetens mål.
"""


def statute(number="2017:725", title="Kommunallag (2017:725)", *, text="", register=(), **head):
    """A file of the statute book; *register* holds (number, day or None, note)."""
    lines = [f'beteckning: "{number}"', f'rubrik: "{title}"']
    lines += [f'{name}: "{value}"' for name, value in head.items()]
    if register:
        lines.append("andringsforfattningar:")
    for act, day, note in register:
        lines.append(f'  - beteckning: "{act}"')
        lines += [f"    ikraft_datum: {day}"] if day else []
        lines += [f'    anteckningar: "{note}"'] if note else []
    data = "\n".join(["---", *lines, "---", "", text])
    year, _, serial = number.partition(":")
    return read_statute(f"{year}/sfs-{year}-{serial}.md", data.encode())


def take(session, *files, on=FIRST):
    """Take *files* in as a source with the law of the day *on*; the batch of it."""
    source = StatuteSource(file_name=f"sfs-{on}.tar.xz", state_on=on, rows=files)
    intake = begin_import(session, SYSTEM, source)
    take_in(session, SYSTEM, files, intake)
    return end_import(session, SYSTEM, intake)
