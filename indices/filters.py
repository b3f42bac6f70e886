"""What a league table shows, read from its address and written back; what is not understood is the default."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

SHOW = ("values", "ranks", "changes")  # what component columns hold
MORE = ("years", "band", "parts", "points")  # further columns that a reader may open
SORT = re.compile(r"-?(rank|places|unit|total|change|gap|band|points|(c|r|d):[\w.]{1,30})")
LONGEST_NAME = 100


@dataclass(frozen=True)
class TableState:
    """One view of a league table. Empty strings are the defaults: all blocks, all regions, ranks from the top down."""

    block: str = ""
    region: str = ""
    q: str = ""
    around: bool = False  # only the reader's own unit and its neighbours
    show: str = ""  # component columns, one of SHOW; empty: none
    under: str = ""  # code of the criterion whose children are the columns; empty: the fields
    more: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query, *, blocks=(), regions=(), parents=()):
        """Read a query string.

        Args:
            query: a `QueryDict`.
            blocks, regions, parents: the values that exist; any other is the default.
        """

        def known(name, values):
            value = query.get(name, "")
            return value if value in values else ""

        page, sort, show = query.get("page", ""), query.get("sort", ""), known("show", SHOW)
        under = known("under", parents)
        return cls(
            block=known("block", blocks),
            region=known("region", regions),
            q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_NAME],
            around=query.get("view") == "around",
            show=show or ("values" if under else ""),
            under=under,
            more=tuple(name for name in MORE if name in query.getlist("more")),
            sort=sort if SORT.fullmatch(sort) else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        )

    @property
    def begins_at_the_top(self):
        """Are the first rows of the view those of the whole table (or block), from the top down?"""
        return not (self.region or self.q or self.around or self.sort or self.page > 1)

    def pairs(self):
        """(name, value) of everything that is not the default, in a fixed order."""
        found = [("block", self.block), ("region", self.region), ("q", self.q)]
        found.append(("view", "around" if self.around else ""))
        found += [("show", self.show), ("under", self.under)]
        found += [("more", name) for name in self.more]
        found += [("sort", self.sort), ("page", str(self.page) if self.page > 1 else "")]
        return [(name, value) for name, value in found if value]

    def address(self, **changes):
        """`?…` of the same table with some things changed; the first page, unless a page is asked for."""
        query = urlencode(replace(self, **{"page": 1, **changes}).pairs(), safe=":,")
        return f"?{query}" if query else "?"

    def toggled(self, name):
        """The further columns with one opened or closed."""
        chosen = set(self.more) ^ {name}
        return tuple(option for option in MORE if option in chosen)
