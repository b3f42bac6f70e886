"""What an address asks of the page of a criterion; what is not understood is the default."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indices.filters import LONGEST_NAME

SORTS = ("points", "-change", "change", "unit", "-unit")  # beside the best first, which is the default
PER_PAGE = 100  # a country has 3,321 communes


@dataclass(frozen=True)
class CriterionState:
    """One view of the page. Empty strings are the defaults: all blocks, the best first, the reader's own unit."""

    block: str = ""
    q: str = ""
    unit: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query, *, blocks=()):
        """Read a query string (a `QueryDict`); `blocks`: slugs of those that exist."""
        block, sort, page = query.get("block", ""), query.get("sort", ""), query.get("page", "")
        return cls(
            block=block if block in blocks else "",
            q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_NAME],
            unit=query.get("unit", "").replace("\x00", "")[:LONGEST_NAME],
            sort=sort if sort in SORTS else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        )

    def pairs(self):
        """(name, value) of everything that is not the default, in a fixed order."""
        found = [("block", self.block), ("unit", self.unit), ("q", self.q), ("sort", self.sort)]
        found.append(("page", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in found if value]

    def address(self, **changes):
        """`?…` of the same page with some things changed; the first page of the table, unless one is asked for."""
        query = urlencode(replace(self, **{"page": 1, **changes}).pairs())
        return f"?{query}" if query else "?"
