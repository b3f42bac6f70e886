"""Does what is published of a whole table agree with the table: how many units, their blocks, means and counts?

Figures that were printed rounded, or that sources print differently, are true cases and no faults: parts that miss a
published total by a hundredth are shown as they are, with the conflict that says so.
"""

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from indices.models import Block, Conflict, Edition, EditionStatistic, Standing
from indices.queries.rank_bands import make_bands


def _rolls():
    """(what it is, its block or edition, how many units stand ranked in it, the last stated rank)."""
    counted = {
        "ranked": Count("standings", Q(standings__shown_rank__isnull=False)),
        "last": Max("standings__stated_rank"),
    }
    for edition in Edition.objects.filter(blocks=None).select_related("index").annotate(**counted).order_by("pk"):
        yield str(edition), edition
    for block in Block.objects.select_related("edition__index").annotate(**counted).order_by("pk"):
        yield f"{block.edition}, {block}", block


def tables_hold_no_more_than_is_stated():
    """No table has more ranked units, or a later rank, than the number of units that its issuer states."""
    for name, roll in _rolls():
        if roll.stated_units is not None and max(roll.ranked, roll.last or 0) > roll.stated_units:
            yield _("%(table)s: nơi công bố xếp hạng %(stated)s đơn vị, mà ở đây có %(ranked)s, hạng cuối %(last)s") % {
                "table": name,
                "stated": roll.stated_units,
                "ranked": roll.ranked,
                "last": roll.last or "–",
            }


def blocks_agree_with_their_edition():
    """An edition of blocks is complete where every block is, counts their units, and leaves no unit outside them."""
    for edition in Edition.objects.exclude(blocks=None).select_related("index").prefetch_related("blocks"):
        blocks = list(edition.blocks.all())
        if edition.is_complete and not all(block.is_complete for block in blocks):
            yield _("%(edition)s: ghi là đủ đơn vị mà có khối thiếu đơn vị") % {"edition": edition}
        stated = [block.stated_units for block in blocks]
        if edition.stated_units is not None and None not in stated and sum(stated) != edition.stated_units:
            yield _("%(edition)s: số đơn vị của các khối cộng lại là %(sum)s, của cả bảng là %(stated)s") % {
                "edition": edition,
                "sum": sum(stated),
                "stated": edition.stated_units,
            }
    outside = Standing.objects.filter(block=None).exclude(edition__blocks=None)
    for standing in outside.select_related("edition__index", "unit").order_by("pk"):
        yield _("%(standing)s: không thuộc khối nào của một bảng chia khối") % {"standing": standing}


def stated_ranks_lie_within_rounding():
    """In a complete published table a stated rank is one that the printed totals allow, before they were rounded."""
    tables = Edition.objects.published().filter(
        standings__stated_rank__isnull=False, standings__total_places__isnull=False
    )
    for edition in tables.select_related("index").distinct().order_by("pk"):
        bands = {unit: band for found in make_bands(edition).values() for unit, band in found.bands.items()}
        stated = edition.standings.filter(stated_rank__isnull=False, unit__in=bands).select_related("unit")
        for standing in stated.order_by("pk"):
            band = bands[standing.unit_id]
            if not band.best <= standing.stated_rank <= band.worst:
                yield _(
                    "%(standing)s: nơi công bố xếp hạng %(stated)s, mà theo các tổng đã in chỉ có thể từ hạng %(best)s "
                    "đến %(worst)s"
                ) % {
                    "standing": standing,
                    "stated": standing.stated_rank,
                    "best": band.best,
                    "worst": band.worst,
                }


def statistics_can_be():
    """A count is a whole number and no more than the units counted; a region is one of that time."""
    counts = EditionStatistic.objects.filter(measure=EditionStatistic.Measure.COUNT)
    for statistic in _named(counts):
        if statistic.figure != int(statistic.figure) or statistic.figure > (
            statistic.units_counted or statistic.figure
        ):
            yield _("%(statistic)s: không đếm được như thế") % {"statistic": statistic}
    gone = Q(group__valid_from__gt=F("edition__ends_on")) | Q(group__valid_to__lt=F("edition__starts_on"))
    for statistic in _named(EditionStatistic.objects.filter(gone)):
        yield _("%(statistic)s: vùng %(group)s không có trong thời gian đánh giá") % {
            "statistic": statistic,
            "group": statistic.group.slug,
        }


def _named(statistics):
    return statistics.select_related("edition__index", "group").order_by("pk")


def conflicts_name_what_stands():
    """A conflict is about an edition that is there, and about a unit that stands in it."""
    editions = set(Edition.objects.values_list("index", "label"))
    standing = set(Standing.objects.values_list("edition__index", "edition__label", "unit"))
    for conflict in Conflict.objects.exclude(edition_label="").order_by("slug"):
        table = conflict.index_id, conflict.edition_label
        if table not in editions:
            yield _("nguồn mâu thuẫn %(slug)s: không có năm đánh giá %(label)s của chỉ số ấy") % {
                "slug": conflict.slug,
                "label": conflict.edition_label,
            }
        elif conflict.unit_id is not None and (*table, conflict.unit_id) not in standing:
            yield _("nguồn mâu thuẫn %(slug)s: đơn vị không có trong bảng ấy") % {"slug": conflict.slug}
