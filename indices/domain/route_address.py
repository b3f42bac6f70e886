"""A route's question in an address and back: `?target=rank:20&fix=1.2.3:0.5,2.1.1:1&without=4.1&also=8.1.2`.

What is not understood is left out, as in every address; what is written is in one form only, so that the same question
has the same address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indices.domain.figures import BILLION, HUNDRED, billionths, from_billionths
from indices.domain.route import Target, TargetKind

PLAN = "plan"  # the target that the unit's own plan lays down
MOST_NAMED = 500  # codes in one part of an address; no tree has more leaves

_CODE = re.compile(r"[\w.]{1,30}")
_FIGURE = re.compile(r"-?\d{1,5}(\.\d{1,9})?", re.ASCII)
_PLACE = re.compile(r"[1-9]\d{0,4}", re.ASCII)
_UNIT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks of a route.

    Args:
        target: where to; `None` where nothing is asked, or the plan's own target.
        is_plan: the target is what the unit's plan lays down (`stored_target`).
        changes: (code, billionths) of leaves set by hand, in the order given; each code once, the last one holds.
        without, also: codes taken out, and counted on although fixed; in the order given.
    """

    target: Target | None = None
    is_plan: bool = False
    changes: tuple[tuple[str, int], ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) of everything that is asked, in a fixed order."""
        changes = ",".join(f"{code}:{_written(points)}" for code, points in self.changes)
        found = [("target", PLAN if self.is_plan else format_target(self.target)), ("fix", changes)]
        found += [("without", ",".join(self.without)), ("also", ",".join(self.also))]
        return [(name, value) for name, value in found if value]


def read_question(query: Mapping[str, str]) -> Question:
    """Read the parts of an address (a `QueryDict` does); what is not understood is not asked."""
    wanted = query.get("target", "")
    return Question(
        target=read_target(wanted),
        is_plan=wanted == PLAN,
        changes=_read_changes(query.get("fix", "")),
        without=_read_codes(query.get("without", "")),
        also=_read_codes(query.get("also", "")),
    )


def read_target(text: str) -> Target | None:
    """`rank:20`, `percent:90`, `points:85.5`, `unit:<slug>`; `None` for anything else."""
    kind, _colon, value = text.partition(":")
    if kind == TargetKind.RANK and _PLACE.fullmatch(value):
        return Target(TargetKind.RANK, int(value))
    if kind == TargetKind.UNIT and len(value) <= 200 and _UNIT.fullmatch(value):
        return Target(TargetKind.UNIT, unit=value)
    if kind in (TargetKind.PERCENT, TargetKind.POINTS):
        figure = _read_figure(value)
        if figure is not None and figure > 0 and (kind == TargetKind.POINTS or figure <= HUNDRED):
            return Target(TargetKind(kind), figure)
    return None


def format_target(target: Target | None) -> str:
    """A target as an address writes it; empty for none."""
    if target is None:
        return ""
    if target.kind is TargetKind.UNIT:
        return f"{target.kind}:{target.unit}"
    return f"{target.kind}:{target.figure if target.kind is TargetKind.RANK else _written(target.figure)}"


def stored_target(kind: str, figure: Decimal) -> Target:
    """The target that a plan lays down: rank, percent or points.

    Raises:
        ValueError: another kind, or a figure of more than nine places.
    """
    counted = billionths(figure)
    if TargetKind(kind) is TargetKind.UNIT:
        raise ValueError("a plan lays down a rank, a percent or points")
    # A place is a whole number; what is stored between two places is reached by the better one only.
    return Target(TargetKind(kind), max(1, counted // BILLION) if kind == TargetKind.RANK else counted)


def _read_figure(text: str) -> int | None:
    return billionths(Decimal(text)) if _FIGURE.fullmatch(text) else None


def _written(count: int) -> str:
    """Billionths as an address writes them: a decimal point, no trailing zeros."""
    return f"{from_billionths(count):f}".rstrip("0").rstrip(".")


def _read_codes(text: str) -> tuple[str, ...]:
    codes = (code for code in text.split(",")[:MOST_NAMED] if _CODE.fullmatch(code))
    return tuple(dict.fromkeys(codes))


def _read_changes(text: str) -> tuple[tuple[str, int], ...]:
    changes: dict[str, int] = {}
    for part in text.split(",")[:MOST_NAMED]:
        code, _colon, value = part.rpartition(":")
        figure = _read_figure(value)
        if figure is not None and _CODE.fullmatch(code):
            changes[code] = figure
    return tuple(changes.items())
