"""What the sample is made from: leaves with their rules, profiles of units, and the stories that must come true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indices.domain.rules import Rule


@dataclass(frozen=True, slots=True)
class Usual:
    """Figures that a rate is usually made of: the size of the whole, and the rates (%) of the worst and the best."""

    size: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a tree.

    `topic`: what tells it from the others through the years; a criterion that goes on under another code keeps it.
    `rule`: how its points follow; surveys have none. `asks`: what the rule wants to know.
    """

    code: str
    max_points: Decimal
    method: str
    kind: str
    topic: str
    rule: Rule | None = None
    asks: str = ""
    usual: Usual | None = None

    @property
    def field(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Profile:
    """How well a unit does: in thousandths, in 2021 and more each year; by field so much better or worse."""

    unit: str
    index: str
    block: str
    quality: int
    drift: int
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is entered for one unit at one leaf; names are those of `Score`."""

    status: str = "scored"
    self_points: Decimal | None = None
    appraised_points: Decimal | None = None
    reappraised_points: Decimal | None = None
    survey_points: Decimal | None = None
    cause: str = ""
    explanation: str = ""
    note: str = ""

    @property
    def points(self) -> Decimal:
        """What counts of it, in a draft too; nothing where it is not scored."""
        first = (self.reappraised_points, self.appraised_points, self.self_points)
        return next((points for points in first if points is not None), Decimal(0)) + (self.survey_points or 0)


@dataclass(frozen=True, slots=True)
class Stories:
    """What must come true, as `stories.toml` tells it; each list holds its tables as they stand there."""

    fall: list[dict] = field(default_factory=list)
    lapse: list[dict] = field(default_factory=list)
    chronic: list[dict] = field(default_factory=list)
    climb: list[dict] = field(default_factory=list)
    tie: list[dict] = field(default_factory=list)
    excused: list[dict] = field(default_factory=list)
    unranked: list[dict] = field(default_factory=list)
    correction: list[dict] = field(default_factory=list)
    draft: dict = field(default_factory=dict)

    def of_unit(self, name: str, unit: str, year: int) -> list[dict]:
        """Stories of one kind that a unit has in a year; those that name no year it has in every year."""
        return [
            told
            for told in getattr(self, name)
            if told["unit"] == unit and year in told.get("years", [told.get("year", year)])
        ]
