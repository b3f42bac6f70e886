"""Do units, their names, successions and groups agree with one another, and with the days they are said to hold?"""

import datetime
from collections import defaultdict
from itertools import pairwise

from django.db.models import F, Q
from django.utils.translation import gettext as _

from indices.domain.lineage import circle_in
from reformtrack.text import fold, sort_key
from units.models import Alias, GroupMembership, Succession, Unit, UnitName

OPEN = datetime.date.max  # the last day of what goes on
DAY = datetime.timedelta(days=1)


def _last(row):
    return row.valid_to or OPEN


def keys_are_made_anew():
    """Search and sort keys are those of the names they were made of."""
    for unit in Unit.objects.all():
        if (unit.search_key, unit.sort_key) != (fold(unit.name), sort_key(unit.name)):
            yield _("%(unit)s (%(slug)s): khóa tìm kiếm hoặc sắp xếp không khớp với tên") % {
                "unit": unit.name,
                "slug": unit.slug,
            }
    for model, name in ((UnitName, "name"), (Alias, "text")):
        for row in model.objects.select_related("unit"):
            if row.search_key != fold(getattr(row, name)):
                yield _("%(unit)s, “%(name)s”: khóa tìm kiếm không khớp với tên") % {
                    "unit": row.unit.slug,
                    "name": getattr(row, name),
                }


def names_fall_within():
    """Dated names begin with the unit and not after its end; the unit's own name is one of them."""
    names = defaultdict(list)
    for name in UnitName.objects.select_related("unit").order_by("valid_from"):
        names[name.unit].append(name)
    for unit, dated in names.items():
        if dated[0].valid_from != unit.valid_from or dated[-1].valid_from > _last(unit):
            yield _("%(unit)s: tên theo thời gian không nằm trong thời gian của đơn vị") % {"unit": unit.slug}
        if (unit.name, unit.kind) not in {(name.name, name.kind) for name in dated}:
            yield _("%(unit)s: tên và loại hiện nay không có trong các tên theo thời gian") % {"unit": unit.slug}


def codes_name_one_unit_a_day():
    """On no day does one code, at one level under one parent, name two units."""
    units = defaultdict(list)
    for unit in Unit.objects.order_by("valid_from", "pk"):
        units[unit.level, unit.parent_id, unit.code].append(unit)
    for alike in units.values():
        for earlier, later in pairwise(alike):
            if later.valid_from <= _last(earlier):
                yield _("mã %(code)s chỉ hai đơn vị trong cùng thời gian: %(earlier)s, %(later)s") % {
                    "code": later.code,
                    "earlier": earlier.slug,
                    "later": later.slug,
                }


def successions_fit_their_units():
    """What passes over whole ends the day before; the predecessor exists until then, the successor from that day on."""
    for succession in Succession.objects.select_related("predecessor", "successor"):
        before, after, day = succession.predecessor, succession.successor, succession.effective_on
        if succession.whole and before.valid_to != day - DAY:
            yield _("%(succession)s: đơn vị trước không kết thúc vào ngày liền trước") % {"succession": succession}
        if not before.valid_from < day <= _last_or_day_after(before):
            yield _("%(succession)s: đơn vị trước không có vào ngày liền trước") % {"succession": succession}
        if not after.valid_from <= day <= _last(after):
            yield _("%(succession)s: đơn vị sau không có vào ngày có hiệu lực") % {"succession": succession}


def _last_or_day_after(unit):
    return unit.valid_to + DAY if unit.valid_to else OPEN


def lineage_is_complete():
    """Every unit that is no more says what became of it: a successor, a note, or that what it was part of ended too."""
    silent = Unit.objects.filter(valid_to__isnull=False, note="", successions_out__isnull=True)
    ended = silent.exclude(
        Q(parent__valid_to=F("valid_to")) & (Q(parent__successions_out__isnull=False) | ~Q(parent__note=""))
    )
    for unit in ended.order_by("level", "sort_key", "pk"):
        yield _("%(unit)s: đã kết thúc mà không ghi đơn vị sau, cũng không có ghi chú") % {"unit": unit.slug}


def lineage_has_no_circle():
    """No unit becomes itself again."""
    circle = circle_in(Succession.objects.order_by("pk").values_list("predecessor__slug", "successor__slug"))
    if circle:
        yield _("sắp xếp đơn vị đi thành vòng: %(units)s") % {"units": " → ".join(circle)}


def partial_transfers_say_so():
    """A transfer is in part; who passes over whole does so into one unit, and merges."""
    whole = defaultdict(list)
    for succession in Succession.objects.select_related("predecessor", "successor"):
        if succession.whole:
            whole[succession.predecessor].append(succession)
        if succession.whole and succession.kind == Succession.SuccessionKind.TRANSFER:
            yield _("%(succession)s: chuyển một phần mà lại ghi là toàn bộ") % {"succession": succession}
    for unit, into in whole.items():
        if len(into) > 1:
            yield _("%(unit)s: ghi là nhập toàn bộ vào nhiều đơn vị: %(successors)s") % {
                "unit": unit.slug,
                "successors": ", ".join(succession.successor.slug for succession in into),
            }


def weights_are_of_one_merger():
    """Of what merges into one unit on one day, all weigh or none, by the same measure; a unit that goes on too."""
    mergers = defaultdict(list)
    for succession in Succession.objects.filter(whole=True).select_related("predecessor", "successor"):
        mergers[succession.successor, succession.effective_on].append(succession)
    for (successor, day), into in mergers.items():
        weighed = [succession for succession in into if succession.weight is not None]
        if not weighed:
            continue
        named = {"unit": successor.slug, "day": f"{day:%d/%m/%Y}"}
        if len(weighed) < len(into):
            yield _("%(unit)s, %(day)s: có đơn vị ghi trọng số, có đơn vị không") % named
        if len({(succession.weight_basis, succession.weight_source_id) for succession in weighed}) > 1:
            yield _("%(unit)s, %(day)s: trọng số của các đơn vị không cùng một loại số, một nguồn") % named
        own = {succession.weight_of_successor for succession in weighed}
        if (successor.valid_from < day) != (None not in own) or len(own) > 1:
            yield _("%(unit)s, %(day)s: trọng số của chính đơn vị sau thiếu, thừa hoặc không thống nhất") % named


def memberships_fit():
    """A membership lies within the days of its group and its unit; in one grouping a unit is in one group a day."""
    in_grouping = defaultdict(list)
    for membership in GroupMembership.objects.select_related("group", "unit").order_by("valid_from", "pk"):
        group, unit = membership.group, membership.unit
        for owner in (group, unit):
            if membership.valid_from < owner.valid_from or _last(membership) > _last(owner):
                yield _("%(unit)s trong %(group)s: không nằm trong thời gian của %(owner)s") % {
                    "unit": unit.slug,
                    "group": group.slug,
                    "owner": owner.slug,
                }
        in_grouping[group.grouping, unit.pk].append(membership)
    for memberships in in_grouping.values():
        for earlier, later in pairwise(memberships):
            if later.valid_from <= _last(earlier):
                yield _("%(unit)s: cùng lúc thuộc %(earlier)s và %(later)s") % {
                    "unit": later.unit.slug,
                    "earlier": earlier.group.slug,
                    "later": later.group.slug,
                }
