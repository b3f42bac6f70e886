"""Whether an edition may be handed in or published, and how an action says that it may not."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.actions.survey_results import contradicted
from indices.domain.bands import band_faults
from indices.faults.bands import band_sentence
from indices.models import CriteriaSet, Score
from indices.queries.entries import band_rules
from indices.queries.rolls import STATED

NAMED = 20  # names in a sentence; more of them say how many


class RefusedError(Exception):
    """What was asked for cannot be done; nothing was stored.

    Args:
        reasons: sentences for whoever asked, each with what to do instead.
        field: what of the asking is to blame, by the name of its argument; empty where it is none.
        edition: the edition that stands in the way, or that is to be used instead.
    """

    def __init__(self, *reasons, field="", edition=None):
        self.reasons, self.field, self.edition = tuple(map(str, reasons)), field, edition
        super().__init__("\n".join(self.reasons))


def listed(names):
    """Names in a row: all of them, or the first and how many more there are."""
    names = list(names)
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s và %(count)s đơn vị nữa", "%(names)s và %(count)s đơn vị nữa", more) % {
        "names": shown,
        "count": more,
    }


def holds_figures(draft):
    """Is anything entered for a unit: a score, or what the issuer states?"""
    scored = any(score.status != Score.Status.NOT_APPLICABLE for score in draft.scores.values())
    return scored or any(getattr(draft.standing, name) is not None for name in STATED)


def why_not_ready(edition, drafts):
    """Everything that keeps an edition from being handed in, in sentences; empty where nothing does."""
    if not drafts:
        return [_("Chưa chọn đơn vị nào; hãy chọn đơn vị được đánh giá, rồi nhập điểm.")]
    if not any(map(holds_figures, drafts)):
        return [_("Chưa có điểm của đơn vị nào nên chưa trình, chưa công bố được; hãy nhập điểm trước.")]
    reasons = [band_sentence(fault) for fault in band_faults(band_rules(edition))]
    outside = [draft.standing for draft in drafts if draft.standing.to_be_ranked and not draft.standing.block_id]
    if outside and edition.blocks.exists():
        units = listed(standing.unit.shown_name for standing in outside)
        reasons.append(_("Chưa chọn khối cho đơn vị được xếp hạng: %(units)s.") % {"units": units})
    return reasons


def why_not_publishable(edition, drafts):
    """Everything that keeps an edition from being published, in sentences; sums that do not agree come on top."""
    reasons = [*why_not_ready(edition, drafts), *contradicted(edition, drafts)]
    if edition.criteria_set.state == CriteriaSet.State.DRAFT:
        text = _("Bộ tiêu chí “%(set)s” còn là dự thảo; hãy đưa bộ tiêu chí vào áp dụng trước.")
        reasons.append(text % {"set": edition.criteria_set})
    return reasons


def refuse_unless_ready(reasons, *, edition):
    """Refuse where there are reasons to (`why_not_ready`, `why_not_publishable`)."""
    if reasons:
        raise RefusedError(*reasons, edition=edition)
