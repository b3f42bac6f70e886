"""Does everything in an edition belong to it: its index, its criteria set, its blocks and bands, units of its time?"""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from indices.domain.periods import parse_label
from indices.models import CriterionStatistic, Edition, EditionStatistic, Score, Standing
from units.models import Unit


def _named(edition):
    return f"{edition.index.slug} {edition.label}-r{edition.revision}"


def _editions():
    return Edition.objects.select_related("index", "criteria_set", "replaces").order_by(
        "index", "starts_on", "revision"
    )


def labels_say_their_period():
    """Year, kind of period, first and last day are those that the label stands for."""
    for edition in _editions():
        try:
            period = parse_label(edition.label)
        except ValueError as error:
            yield f"{_named(edition)}: {error}"
            continue
        said = (edition.year, edition.period, edition.starts_on, edition.ends_on)
        if said != (period.year, period.kind, period.starts_on, period.ends_on):
            yield _("%(edition)s: năm, kỳ hoặc ngày không khớp với nhãn") % {"edition": _named(edition)}


def revisions_follow_each_other():
    """A published revision replaces the one before it, which is superseded; nothing else is."""
    replaced = {edition.replaces_id for edition in Edition.objects.frozen()}
    for edition in _editions():
        before = edition.replaces
        if before is not None and (
            (before.index_id, before.label) != (edition.index_id, edition.label)
            or before.revision >= edition.revision
            or before.state != Edition.State.SUPERSEDED
        ):
            yield _("%(edition)s: thay cho %(before)s, không phải bản trước của chính nó") % {
                "edition": _named(edition),
                "before": before,
            }
        if edition.state == Edition.State.SUPERSEDED and edition.pk not in replaced:
            yield _("%(edition)s: ghi là đã có bản mới hơn mà không có bản nào thay") % {"edition": _named(edition)}


def published_ones_say_by_what():
    """Whatever is published has a decision or a source, and what it says of itself cites one."""
    for edition in _editions().frozen().filter(decision=None, source=None):
        yield _("%(edition)s: đã công bố mà không có quyết định hoặc nguồn") % {"edition": _named(edition)}


def sets_are_of_their_index():
    """The criteria set is of the same index, and its years take in the edition's."""
    for edition in _editions():
        used = edition.criteria_set
        if used.index_id != edition.index_id:
            yield _("%(edition)s: bộ tiêu chí %(set)s của chỉ số khác") % {
                "edition": _named(edition),
                "set": used.slug,
            }
        elif not (used.year_from or edition.year) <= edition.year <= (used.year_to or edition.year):
            yield _("%(edition)s: bộ tiêu chí %(set)s không dùng cho năm này") % {
                "edition": _named(edition),
                "set": used.slug,
            }


def rows_are_of_their_edition():
    """Blocks and bands are the edition's own; criteria are those of its set, or of the annex's."""
    of_set = Q(criterion__isnull=True) | Q(criterion__criteria_set=F("edition__criteria_set"))
    of_block = Q(block__isnull=True) | Q(block__edition=F("edition"))
    of_band = Q(band__isnull=True) | Q(band__edition=F("edition"))
    of_stated_band = Q(stated_band__isnull=True) | Q(stated_band__edition=F("edition"))
    for rows, belongs in (
        (Standing.objects.select_related("edition__index", "unit"), of_block & of_band & of_stated_band),
        (CriterionStatistic.objects.select_related("edition__index", "criterion"), of_block & of_set),
        (EditionStatistic.objects.select_related("edition__index"), of_block & of_band & of_set),
        (
            Score.objects.select_related("standing__edition__index", "standing__unit", "annex", "criterion"),
            Q(standing__isnull=False, criterion__criteria_set=F("standing__edition__criteria_set"))
            | Q(annex__isnull=False, criterion__criteria_set=F("annex__criteria_set")),
        ),
    ):
        for row in rows.exclude(belongs).order_by("pk"):
            yield _("%(row)s: khối, nhóm hoặc tiêu chí của năm đánh giá khác") % {"row": row}


def units_are_of_their_index():
    """A unit that stands in an edition is of the level, and of the province, that the index ranks."""
    within = F("edition__index__within")
    fits = Q(unit__level=F("edition__index__level")) & (
        # A commune of before July 2025 stands below its district, and only that below the province.
        Q(edition__index__within__isnull=True) | Q(unit__parent=within) | Q(unit__parent__parent=within)
    )
    for standing in Standing.objects.select_related("edition__index", "unit").exclude(fits).order_by("pk"):
        yield _("%(standing)s: không phải đơn vị mà chỉ số này xếp hạng") % {"standing": standing}


def units_existed():
    """A unit that stands in an edition existed on some day of its period."""
    gone = Q(unit__valid_from__gt=F("edition__ends_on")) | Q(unit__valid_to__lt=F("edition__starts_on"))
    for standing in Standing.objects.select_related("edition__index", "unit").filter(gone).order_by("pk"):
        yield _("%(standing)s: đơn vị không có trong thời gian đánh giá (mã %(code)s, từ %(first)s đến %(last)s)") % {
            "standing": standing,
            "code": standing.unit.code,
            "first": _day(standing.unit, "valid_from"),
            "last": _day(standing.unit, "valid_to"),
        }


def _day(unit: Unit, name):
    day = getattr(unit, name)
    return f"{day:%d/%m/%Y}" if day and (name == "valid_to" or unit.start_is_known) else "…"
