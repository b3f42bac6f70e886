"""What one revision of an edition says otherwise than the one it corrects."""

from dataclasses import dataclass, field
from decimal import Decimal

from indices.models import Edition, Score


@dataclass(frozen=True, slots=True)
class Result:
    """What a revision says of a unit."""

    total: Decimal | None
    rank: int | None
    status: str
    to_be_ranked: bool
    block: str  # its slug; empty in an undivided edition


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision says: unit id -> `Result`; (unit id, criterion code) -> points of what was entered.

    Points are `None` where a criterion was not scored, and a status where it does not apply.
    """

    results: dict[int, Result] = field(default_factory=dict)
    points: dict[tuple[int, str], Decimal | str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Args:
        code: of the criterion; empty where it is the unit as a whole.
        what: `points` of a criterion; or `total`, `rank`, `status`, `to_be_ranked`, `block`; or `unit`: on the roll.
        before, after: as they are stored.
    """

    unit: int
    code: str
    what: str
    before: object
    after: object


def corrected_by(edition):
    """The published edition that a draft is to replace; `None` where it is the first of its label."""
    return (
        Edition.objects.published().filter(index=edition.index_id, label=edition.label).exclude(pk=edition.pk).first()
    )


def score_figure(status, points):
    """What is compared of a score."""
    return status if status == Score.Status.NOT_APPLICABLE else points


def stored_figures(edition):
    """What a stored revision says, in two queries."""
    standings = edition.standings.values_list("unit_id", "total", "shown_rank", "status", "to_be_ranked", "block__slug")
    scores = Score.objects.filter(standing__edition=edition, origin=Score.Origin.ENTERED)
    return Revision(
        {
            unit: Result(total, rank, status, ranked, block or "")
            for unit, total, rank, status, ranked, block in standings
        },
        {
            (unit, code): score_figure(status, points)
            for unit, code, status, points in scores.values_list(
                "standing__unit_id", "criterion__code", "status", "points"
            ).order_by("criterion__position")
        },
    )


def differences(before, after):
    """Everything that differs between two `Revision`s, unit by unit: the whole first, then its criteria.

    In the order of `after`; units that are no longer there come last.
    """
    changes = {unit: [] for unit in {**after.results, **before.results}}
    for unit, found in changes.items():
        old, new = before.results.get(unit), after.results.get(unit)
        if old is None or new is None:
            found.append(Change(unit, "", "unit", old is not None, new is not None))
            continue
        found += [
            Change(unit, "", name, getattr(old, name), getattr(new, name))
            for name in ("total", "rank", "status", "to_be_ranked", "block")
            if getattr(old, name) != getattr(new, name)
        ]
    both = before.results.keys() & after.results.keys()
    for unit, code in {**before.points, **after.points}:
        old, new = before.points.get((unit, code)), after.points.get((unit, code))
        if unit in both and old != new:
            changes[unit].append(Change(unit, code, "points", old, new))
    return [change for found in changes.values() for change in found]
