"""Where years stop being comparable: another criteria set, or quite another number of units."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.domain.ranking import quite_another_number
from indices.models import CriterionLink
from indices.presenters.set_links import links_anchor
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
        address: where it is said how the new criteria continue the old ones; empty where they stayed.
    """

    place: int
    label: str
    text: str
    decision: Decision | None
    is_of_criteria: bool
    is_of_units: bool = False
    decision_on_units: str = ""
    address: str = ""

    @property
    def sentence(self):
        return f"{capfirst(self.text)}."

    @property
    def fact(self):
        """For components/facts.html."""
        decisions = "; ".join(str(one) for one in (self.decision, self.decision_on_units) if one)
        note = _("theo %(decision)s") % {"decision": decisions} if decisions else ""
        return {"term": self.label, "text": self.sentence, "href": self.address, "note": note}


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
            address = _links_address(trends, before, edition) if changed else ""
            found.append(Break(place, edition.label, text, decision, changed, bool(of_units), by, address))
    return found


def _links_address(trends, before, edition):
    """Where the page on method says how the criteria continue those before; where nobody has, what they are."""
    slug = edition.criteria_set.slug
    is_linked = (before.criteria_set_id, edition.criteria_set_id) in trends.kinds
    return f"{reverse('index_method', args=(trends.index.slug,))}#{links_anchor(slug) if is_linked else slug}"


def _change_of_set(trends, before, edition):
    counts = trends.kinds.get((before.criteria_set_id, edition.criteria_set_id), {})
    kinds = CriterionLink.LinkKind
    parts = [f"{counts[kind]} {kinds(kind).label}" for kind in LINK_ORDER if counts.get(kind)]
    return _("bộ tiêu chí khác: %(changes)s") % {"changes": ", ".join(parts)} if parts else _("bộ tiêu chí khác")


def _change_of_units(then, now):
    """In words, where quite another number of units is ranked."""
    if not quite_another_number(then, now):
        return []
    words = _("từ %(then)s còn %(now)s đơn vị") if now < then else _("từ %(then)s lên %(now)s đơn vị")
    return [words % {"then": then, "now": now}]
