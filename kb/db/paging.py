"""Pages of a list: which rows, and how many pages there are."""

from dataclasses import dataclass

from kb.errors import NotFound

PER_PAGE = 20


@dataclass(frozen=True)
class Page:
    """One page of a list of *total* rows; numbers count from 1."""

    number: int
    total: int
    per_page: int = PER_PAGE

    def __post_init__(self) -> None:
        """Raise NotFound for a page outside the list; the first page of an empty list exists."""
        if not 1 <= self.number <= self.count:
            raise NotFound("There is no such page in this list.")

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        """How many rows lie before this page."""
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        """The place of the page's first row in the list, counting from 1; 0 in an empty list."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the page's last row in the list."""
        return min(self.offset + self.per_page, self.total)

    @property
    def around(self) -> list[int | None]:
        """The page numbers to offer: the ends and the neighbours, None where some are left out."""
        wanted = {1, self.count, *range(self.number - 1, self.number + 2)}
        shown: list[int | None] = []
        for number in sorted(n for n in wanted if 1 <= n <= self.count):
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown
