"""Reads around one criteria set: what keeps it from going into force or from being taken back."""

from dataclasses import dataclass
from enum import StrEnum

from indices.domain.outline import OutlineFault, outline_faults
from indices.domain.periods import Years, overlap
from indices.models import CriteriaSet
from indices.queries.outlines import outline_of, totals_of

State = CriteriaSet.State


class Reason(StrEnum):
    """Why a set does not go into force, or is not taken back."""

    NOT_DRAFT = "not_draft"
    NO_DECISION = "no_decision"
    NO_YEAR = "no_year"
    TREE = "tree"
    LINKS = "links"
    OVERLAP = "overlap"
    NOT_IN_FORCE = "not_in_force"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One such reason.

    Args:
        fault: what is wrong with the tree.
        other: the set whose years overlap.
        count: links that nobody confirmed; editions that use the set.
    """

    reason: Reason
    fault: OutlineFault | None = None
    other: CriteriaSet | None = None
    count: int = 0


def hindrances(criteria_set, *, accept_links=False, rows=None, sisters=None):
    """Everything that keeps a draft from going into force, in the order in which it is put right.

    Args:
        accept_links: does the person accept the links as they are?
        rows, sisters: its tree, and the other sets of its index, where they have been read already.
    """
    rows = outline_of(criteria_set) if rows is None else rows
    sisters = sisters_of(criteria_set) if sisters is None else sisters
    if criteria_set.state != State.DRAFT:
        return [Hindrance(Reason.NOT_DRAFT)]
    found = []
    if criteria_set.decision_id is None:
        found.append(Hindrance(Reason.NO_DECISION))
    if criteria_set.year_from is None:
        found.append(Hindrance(Reason.NO_YEAR))
    found += [Hindrance(Reason.TREE, fault=fault) for fault in outline_faults(rows, totals_of(criteria_set))]
    unconfirmed = 0 if accept_links else criteria_set.links_from_previous.filter(confirmed=False).count()
    if unconfirmed:
        found.append(Hindrance(Reason.LINKS, count=unconfirmed))
    return found + [Hindrance(Reason.OVERLAP, other=other) for other in _overlapping(criteria_set, sisters)]


def sisters_of(criteria_set):
    """The other sets of its index, the oldest first."""
    return list(CriteriaSet.objects.filter(index=criteria_set.index_id).exclude(pk=criteria_set.pk).order_by("pk"))


def followed_by(criteria_set, sisters):
    """The sets in force that this one follows: those that began before it does."""
    if criteria_set.year_from is None:
        return []
    return [
        other
        for other in sisters
        if other.state == State.IN_FORCE and (other.year_from is None or other.year_from < criteria_set.year_from)
    ]


def _overlapping(criteria_set, sisters):
    """Other sets, not drafts, that hold for a year of this one even when those it follows have ended."""
    if criteria_set.year_from is None:
        return []
    followed = {other.pk for other in followed_by(criteria_set, sisters)}
    years = Years(criteria_set.year_from, criteria_set.year_to)
    return [
        other
        for other in sisters
        if other.state != State.DRAFT
        and other.year_from is not None
        and overlap(years, _years_once_followed(other, criteria_set, other.pk in followed))
    ]


def _years_once_followed(other, criteria_set, is_followed):
    """The years a set holds for: an open end is closed by the set that follows; a retired one's is not known."""
    if other.year_to is not None:
        return Years(other.year_from, other.year_to)
    if is_followed:
        return Years(other.year_from, criteria_set.year_from - 1)
    return Years(other.year_from, other.year_from if other.state == State.RETIRED else None)


def hindrances_to_take_back(criteria_set):
    """Everything that keeps a set in force from being a draft again."""
    if criteria_set.state != State.IN_FORCE:
        return [Hindrance(Reason.NOT_IN_FORCE)]
    used = criteria_set.editions.count() or criteria_set.annexes.count()
    return [Hindrance(Reason.USED, count=used)] if used else []
