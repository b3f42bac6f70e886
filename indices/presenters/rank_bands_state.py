"""What a page of rank bands shows, read from its address and written back; what is not understood is the default."""

from dataclasses import dataclass, replace

from indices.filters import TableState

SURVEY = "survey"


@dataclass(frozen=True)
class BandState(TableState):
    """One view: `cause` is "" (rounding) or "survey"; `n` and `design` as they were typed."""

    cause: str = ""
    n: str = ""
    design: str = ""

    @classmethod
    def of(cls, query, *, blocks=(), survey=False):
        """Read a query string.

        Args:
            query: a `QueryDict`.
            blocks: slugs that exist.
            survey: does any figure of the edition rest on answers?
        """
        read = replace(cls.from_query(query, blocks=blocks), show="", under="", more=(), sort="", around=False)
        if not survey or query.get("cause") != SURVEY:
            return read
        n, design = (query.get(name, "").replace("\x00", "").strip()[:12] for name in ("n", "design"))
        return replace(read, cause=SURVEY, n=n, design=design)

    @property
    def is_survey(self):
        return self.cause == SURVEY

    def pairs(self):
        """(name, value) of everything that is not the default, in a fixed order."""
        own = [("cause", self.cause), ("n", self.n), ("design", self.design)]
        return [*((name, value) for name, value in own if value), *super().pairs()]
