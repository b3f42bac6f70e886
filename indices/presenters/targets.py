"""What a unit's own plans want of a year, and whether it was reached."""

from django.utils.translation import gettext as _

from indices.models import Target
from indices.presenters.said import in_percent


def target_item(target, standing, figures, label):
    """A target as components/strip.html takes it; whether it was reached stays open where the figure is not known."""
    exact = figures.format.exact(target.figure)
    if target.kind == Target.TargetKind.RANK:
        value = _("hạng %(rank)s") % {"rank": exact}
        reached = None if standing.shown_rank is None else standing.shown_rank <= target.figure
    elif target.kind == Target.TargetKind.PERCENT:
        value = in_percent(exact)
        reached = _at_least(standing.stated_percent, standing.percent, target.figure)
    else:
        value = f"{exact} {_('điểm')}"
        reached = _at_least(standing.stated_points, standing.points, target.figure)
    item = {"label": label, "value": value}
    if reached is not None:
        item |= {"note": _("đạt"), "note_kind": "better"} if reached else {"note": _("chưa đạt"), "note_kind": "worse"}
    return item


def _at_least(stated, computed, wanted):
    """Is the figure (the stated one where there is one) what was wanted or more? `None` without a figure."""
    figure = computed if stated is None else stated
    return None if figure is None else figure >= wanted
