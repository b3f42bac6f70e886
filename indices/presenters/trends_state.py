"""What the address of the trends page asks for, and the addresses of everything else it may be asked."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from indices.models import Edition

FIGURE, PERCENT, RANK = "figure", "percent", "rank"
OFFICIAL, COMMON = "official", "common"
EVERY_FIELD = "fields"


@dataclass(frozen=True)
class TrendsState:
    """Everything that can be chosen; what is not understood is the default.

    Args:
        units: slugs, in the order asked for.
        show: `figure` (the total as the index has it, points of a criterion), `percent` or `rank`.
        line: `official`, or `common`: on the criteria that all years have in common.
        of: code of a criterion of the newest edition; `EVERY_FIELD`; empty for the total.
        first, last: labels of editions.
    """

    index: str
    period: str
    units: tuple[str, ...] = ()
    show: str = FIGURE
    line: str = OFFICIAL
    of: str = ""
    first: str = ""
    last: str = ""

    def address(self, **changes):
        """The address of the page with something else chosen."""
        query = urlencode(replace(self, **changes)._asked(), safe=",")
        return reverse("trends", args=(self.index,)) + (f"?{query}" if query else "")

    def with_units(self, slugs):
        return replace(self, units=tuple(slugs))

    def hidden(self, *without):
        """What a form of the page carries along, but for what it asks itself: [{name, value}]."""
        return [{"name": name, "value": value} for name, value in self._asked().items() if name not in without]

    def _asked(self):
        usual = PERCENT if self.line == COMMON else FIGURE
        asked = {
            "units": ",".join(self.units),
            "period": "" if self.period == Edition.Period.YEAR else self.period,
            "show": "" if self.show in (usual, FIGURE) else self.show,
            "line": "" if self.line == OFFICIAL else self.line,
            "of": self.of,
            "from": self.first,
            "to": self.last,
        }
        return {name: value for name, value in asked.items() if value}


def read_state(query, index, *, periods):
    """The state that a query string (a `QueryDict`) asks for.

    Args:
        periods: kinds of periods that the index has, the usual one first.
    """
    asked = [slug.strip() for slug in query.get("units", "").split(",") if slug.strip()]
    period = query.get("period", "")
    line = query.get("line", "")
    show = query.get("show", "")
    line = line if line == COMMON else OFFICIAL
    show = show if show in (FIGURE, PERCENT, RANK) else FIGURE
    return TrendsState(
        index=index.slug,
        period=period if period in periods else next(iter(periods), Edition.Period.YEAR),
        units=tuple(dict.fromkeys(asked)),
        show=PERCENT if line == COMMON and show == FIGURE else show,
        line=line,
        of=query.get("of", "").strip(),
        first=query.get("from", "").strip(),
        last=query.get("to", "").strip(),
    )
