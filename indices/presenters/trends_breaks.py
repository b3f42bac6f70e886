"""Where years stop being comparable: another criteria set, or quite another number of units."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.domain.ranking import are_quite_other_numbers
from indices.models import CriterionLink
from indices.presenters.trends_series import ranked_in
from indices.presenters.years import LINK_ORDER
from records.models import Decision


@dataclass(frozen=True)
class Break:
    """A year that begins with something else than the one before.

    Args:
        place: of the edition among those shown.
        text: what changed, in words, without a full stop.
        decision: that laid down the new criteria; `None` where they stayed, or nobody said.
        decision_on_units: by which units were merged, in words; "" where it is not known, or their number stayed.
    """

    place: int
    label: str
    text: str
    decision: Decision | None
    is_of_criteria: bool
    is_of_units: bool = False
    decision_on_units: str = ""

    @property
    def sentence(self):
        return f"{capfirst(self.text)}."


def breaks_of(trends):
    """`Break`s of `queries.trends.Trends`, oldest first."""
    found = []
    for place in range(1, len(trends.editions)):
        before, edition = trends.editions[place - 1], trends.editions[place]
        changed = before.criteria_set_id != edition.criteria_set_id
        parts = [_change_of_set(trends, before, edition)] if changed else []
        of_units = _change_of_units(ranked_in(trends.years[place - 1]), ranked_in(trends.years[place]))
        if parts or of_units:
            decision = edition.criteria_set.decision if changed else None
            by = trends.deciding.between(before, edition) if of_units and trends.deciding else ""
            text = "; ".join(parts + of_units)
            found.append(Break(place, edition.label, text, decision, changed, bool(of_units), by))
    return found


def _change_of_set(trends, before, edition):
    counts = trends.kinds.get((before.criteria_set_id, edition.criteria_set_id), {})
    kinds = CriterionLink.LinkKind
    parts = [f"{counts[kind]} {kinds(kind).label}" for kind in LINK_ORDER if counts.get(kind)]
    return _("bộ tiêu chí khác: %(changes)s") % {"changes": ", ".join(parts)} if parts else _("bộ tiêu chí khác")


def _change_of_units(then, now):
    """In words, where quite another number of units is ranked."""
    if not then or not now or not are_quite_other_numbers([then, now]):
        return []
    words = _("từ %(then)s còn %(now)s đơn vị") if now < then else _("từ %(then)s lên %(now)s đơn vị")
    return [words % {"then": then, "now": now}]
