"""Is what is stored what the rules make of what is entered?"""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.actions import Draft, compute_standings
from indices.faults import place, worded
from indices.models import Edition, Score
from indices.queries.entries import entered
from reformtrack.figures import NOTHING, figure_format


def equal_what_is_computed():
    """Standings, scores and statistics of every edition, made again and compared, column by column."""
    editions = Edition.objects.select_related("index", "criteria_set__index").prefetch_related("blocks", "bands")
    for edition in editions.order_by("index", "starts_on", "revision"):
        yield from of_edition(edition)


def of_edition(edition):
    """The faults of one edition. Units' own scores count in a draft, as they did when it was computed, else not."""
    drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
    try:
        computed = compute_standings(edition=edition, drafts=drafts, provisional=not edition.is_frozen)
    except ValueError as error:
        yield _("%(edition)s: không tính lại được (%(error)s)") % {"edition": edition, "error": error}
        return
    names = {draft.standing.unit_id: draft.standing.unit for draft in drafts}
    for fault in computed.faults:
        yield f"{edition}: {worded(fault, names[int(fault.standing_key)])}"
    stored = {draft.standing.unit_id: draft.standing for draft in drafts}
    yield from _compare(stored, computed.standings, lambda unit: f"{edition}, {names[unit]}, {place(None)}")
    stored = {(draft.standing.unit_id, code): score for draft in drafts for code, score in draft.scores.items()}
    for score in _rolled_up(edition):
        stored[score.standing.unit_id, score.criterion.code] = score
    yield from _compare(stored, computed.scores, lambda key: f"{edition}, {names[key[0]]}, {place(key[1])}")
    stored = {(row.block_id, row.criterion_id): row for row in edition.criterion_statistics.all()}
    codes = dict(edition.criteria_set.criteria.values_list("pk", "code"))
    blocks = {block.pk: f", {block}" for block in edition.blocks.all()}
    yield from _compare(
        stored,
        computed.statistics,
        lambda key: (
            _("%(edition)s%(block)s, thống kê, %(place)s")
            % {"edition": edition, "block": blocks.get(key[0], ""), "place": place(codes.get(key[1]))}
        ),
    )


def _rolled_up(edition):
    scores = Score.objects.filter(standing__edition=edition, origin=Score.Origin.ROLLED_UP)
    return scores.select_related("standing", "criterion")


def _compare(stored, computed, name_of):
    """Rows by key against columns by key; `name_of` says of a key what it is."""
    for key in computed.keys() - stored.keys():
        yield _("%(row)s: tính được mà không lưu") % {"row": name_of(key)}
    for key, row in stored.items():
        if key not in computed:
            yield _("%(row)s: lưu mà không tính được") % {"row": name_of(key)}
            continue
        for column, value in computed[key].items():
            if getattr(row, column) != value:
                yield _("%(row)s, %(column)s: lưu %(stored)s, tính được %(computed)s") % {
                    "row": name_of(key),
                    "column": row._meta.get_field(column).verbose_name,
                    "stored": _shown(getattr(row, column)),
                    "computed": _shown(value),
                }


def _shown(value):
    if value is None:
        return NOTHING
    return figure_format(get_language() or "vi").exact(value) if isinstance(value, Decimal) else str(value)
