"""What a heat table shows, read from its address and written back; what is not understood is the default."""

from dataclasses import dataclass, replace

from indices.filters import TableState

CHANGE = "change"


@dataclass(frozen=True)
class HeatState(TableState):
    """One view of a heat table: `show` is "" (levels) or "change"; the columns are the leaves of `field`."""

    field: str = ""

    @classmethod
    def of(cls, query, *, blocks=(), regions=(), fields=()):
        """Read a query string.

        Args:
            query: a `QueryDict`.
            blocks, regions, fields: the values that exist; any other is the default.
        """
        code, show = query.get("field", ""), query.get("show", "")
        read = cls.from_query(query, blocks=blocks, regions=regions)
        return replace(
            read, field=code if code in fields else "", show=CHANGE if show == CHANGE else "", under="", more=()
        )

    def sorted_by(self, sort):
        """The same view in an order that was understood."""
        return replace(self, sort=sort)

    def as_levels(self):
        """The same view without changes, where there is nothing to compare with."""
        return replace(self, show="")

    @property
    def shows_change(self):
        return self.show == CHANGE

    def pairs(self):
        """(name, value) of everything that is not the default, in a fixed order."""
        return [*([("field", self.field)] if self.field else []), *super().pairs()]
