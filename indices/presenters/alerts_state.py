"""What a page of alerts shows, read from its address and written back; what is not understood is the default."""

from dataclasses import dataclass, replace

from indices.filters import TableState


@dataclass(frozen=True)
class AlertState(TableState):
    """One view of the alerts: one `kind` or all, of a block, a region or units by name; `x` and `y` of the chart."""

    kind: str = ""
    x: str = ""
    y: str = ""

    @classmethod
    def of(cls, query, *, kinds=(), blocks=(), regions=(), measures=()):
        """Read a query string.

        Args:
            query: a `QueryDict`.
            kinds, blocks, regions, measures: the values that exist; any other is the default.
        """
        read = cls.from_query(query, blocks=blocks, regions=regions)
        kind, x, y = (query.get(name, "") for name in ("kind", "x", "y"))
        pair = (x, y) if x != y and {x, y} <= set(measures) else ("", "")
        return replace(
            read,
            kind=kind if kind in kinds else "",
            x=pair[0],
            y=pair[1],
            around=False,
            show="",
            under="",
            more=(),
            sort="",
        )

    def pairs(self):
        """(name, value) of everything that is not the default, in a fixed order."""
        own = [(name, value) for name, value in (("kind", self.kind), ("x", self.x), ("y", self.y)) if value]
        return [*own, *super().pairs()]
