"""What a merge of units will do, worked out before anything is stored, so that a person reads it first.

Other apps may have something to say of it (a draft edition has a predecessor on its roll): they `remark_on_merge`.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.models import Decision
from reformtrack.figures import NOTHING
from reformtrack.text import nfc, slugify
from units import wording
from units.models import Alias, GroupMembership, Kind, Level, Unit
from units.naming import tidy

DAY = datetime.timedelta(days=1)
NAMED = 10  # units that a remark names; the rest are counted
LONGEST_SLUG = Unit._meta.get_field("slug").max_length
# kind of a place → the word that stands before its name: `provincial_city` → thành phố
WORD_OF_KIND = {kind: words[0] for words, kinds in wording.KINDS_SAID.items() for kind in kinds}
GOES_ON = (Alias.AliasKind.SPELLING, Alias.AliasKind.ABBREVIATION, Alias.AliasKind.FORMAL)

_remarks: list[Callable[[Sequence[Unit], datetime.date], Iterable[str]]] = []


class MergeRefusedError(Exception):
    """Units that cannot be merged as asked; `reasons`: every one, as sentences."""

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for: `successor` is a unit that is there already, else the other fields say what to make."""

    predecessors: tuple[Unit, ...]
    effective_on: datetime.date
    successor: Unit | None = None
    name: str = ""
    kind: str = ""
    name_en: str = ""
    code: str = ""
    slug: str = ""
    decision: Decision | None = None
    sources: tuple = ()
    note: str = ""

    @property
    def last_day(self):
        """The last day of the units that are merged."""
        return self.effective_on - DAY


@dataclass
class MergePlan:
    """What will happen.

    Attributes:
        successor: stored already, or made as it will be stored.
        aliases: other names of a predecessor that will name the successor too.
        ending: memberships in groups that end the day before.
        joining: those that the successor begins that day.
        remarks: what stays as it is and somebody should know of, as sentences.
    """

    asked: Asked
    successor: Unit
    aliases: list[Alias] = field(default_factory=list)
    ending: list[GroupMembership] = field(default_factory=list)
    joining: list[GroupMembership] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_new(self):
        return self.successor.pk is None


def remark_on_merge(remark):
    """Register a function (predecessors, effective_on) → sentences; again changes nothing."""
    if remark not in _remarks:
        _remarks.append(remark)
    return remark


def plan_merge(asked):
    """Work out a merge; nothing is stored.

    Raises:
        MergeRefusedError: with every reason at once.
    """
    reasons = [*_wrong_predecessors(asked), *(_wrong_successor if asked.successor else _wrong_new_unit)(asked)]
    if reasons:
        raise MergeRefusedError(reasons)
    plan = MergePlan(asked, asked.successor or _new_unit(asked))
    plan.aliases = _aliases_that_go_on(plan)
    plan.ending, plan.joining = _memberships(plan)
    plan.remarks = [*_of_children(asked), *_of_groups(plan)]
    for remark in _remarks:
        plan.remarks += remark(asked.predecessors, asked.effective_on)
    return plan


def day_words(day):
    """A day as the active language writes it."""
    return date_format(day, "SHORT_DATE_FORMAT")


# What stands in the way


def _wrong_predecessors(asked):
    units = asked.predecessors
    joins = asked.successor is not None and asked.successor.valid_from < asked.effective_on
    if len(units) < (1 if joins else 2):
        yield _("Chọn ít nhất hai đơn vị; nhập một đơn vị vào đơn vị đang có thì chọn đơn vị đang có ở “nhập vào”.")
    if len({unit.level for unit in units}) > 1:
        yield _("Các đơn vị không cùng cấp: %(units)s.") % {
            "units": ", ".join(f"{unit} ({unit.get_level_display()})" for unit in units)
        }
    if len({unit.parent_id for unit in units}) > 1:
        yield _("Các đơn vị không cùng thuộc một đơn vị: %(units)s.") % {
            "units": ", ".join(f"{unit} ({unit.parent or NOTHING})" for unit in units)
        }
    for unit in units:
        yield from _wrong_predecessor(unit, asked)


def _wrong_predecessor(unit, asked):
    named = {"unit": str(unit), "day": day_words(asked.effective_on)}
    whole = unit.successions_out.filter(whole=True).select_related("successor").first()
    if whole is not None:
        yield _("%(unit)s đã được ghi là nhập vào %(successor)s từ %(on)s.") % {
            **named,
            "successor": whole.successor,
            "on": day_words(whole.effective_on),
        }
    elif unit.valid_to is not None:
        yield _("%(unit)s đã kết thúc ngày %(last)s; nếu ghi nhầm thì trước hết xóa ngày ấy ở trang của đơn vị.") % {
            **named,
            "last": day_words(unit.valid_to),
        }
    if unit.valid_from >= asked.effective_on:
        yield _("%(unit)s chỉ có từ ngày %(first)s, không thể kết thúc trước ngày %(day)s.") % {
            **named,
            "first": day_words(unit.valid_from),
        }
    elif unit.names.filter(valid_from__gte=asked.effective_on).exists():
        yield (
            _("%(unit)s có tên ghi từ ngày %(day)s hoặc sau đó; trước hết sửa tên theo thời gian của đơn vị.") % named
        )
    if unit.memberships.filter(valid_from__gte=asked.effective_on).exists():
        yield _("%(unit)s được xếp vào vùng, cụm từ ngày %(day)s hoặc sau đó; xóa việc xếp ấy trước.") % named


def _wrong_successor(asked):
    unit, named = asked.successor, {"unit": str(asked.successor), "day": day_words(asked.effective_on)}
    if unit in asked.predecessors:
        yield _("%(unit)s vừa nằm trong các đơn vị nhập lại vừa là đơn vị nhập vào.") % named
    if any((unit.level, unit.parent_id) != (other.level, other.parent_id) for other in asked.predecessors):
        yield _("%(unit)s không cùng cấp hoặc không cùng thuộc một đơn vị với các đơn vị nhập vào nó.") % named
    if not Unit.objects.on(asked.effective_on).filter(pk=unit.pk).exists():
        yield _("%(unit)s không tồn tại ngày %(day)s.") % named


def _wrong_new_unit(asked):
    if not nfc(asked.name):
        yield _("Ghi tên của đơn vị mới, hoặc chọn đơn vị đang có ở “nhập vào”.")
    if asked.kind not in Kind.values:
        yield _("Chọn loại của đơn vị mới.")
    if not asked.predecessors:
        return
    if not _code(asked):
        yield _("Ghi mã của đơn vị mới: không đơn vị nào nhập lại có cùng tên để lấy mã.")
    if asked.slug and Unit.objects.filter(slug=asked.slug).exists():
        yield _("Định danh “%(slug)s” đã có đơn vị khác dùng; để trống thì phần mềm tự đặt.") % {"slug": asked.slug}
    first = asked.predecessors[0]
    beside = (
        Unit.objects.filter(level=first.level, parent=first.parent_id)
        .exclude(pk__in=[unit.pk for unit in asked.predecessors])
        .exclude(valid_to__lt=asked.effective_on)
    )
    for other in beside:
        named = {"unit": str(other), "code": other.code}
        if (other.name.casefold(), other.kind) == (nfc(asked.name).casefold(), asked.kind):
            yield _("Đã có đơn vị cùng loại tên là %(unit)s; chọn đơn vị ấy ở “nhập vào” nếu đó là đơn vị mới.") % named
        elif other.code == _code(asked):
            yield _("Mã %(code)s là của %(unit)s.") % named


# What is made


def same_name(unit, name):
    return unit.name.casefold() == nfc(name).casefold()


def _code(asked):
    """The code asked for; else that of the predecessor whose name goes on."""
    return asked.code.strip() or next((unit.code for unit in asked.predecessors if same_name(unit, asked.name)), "")


def _new_unit(asked):
    first = asked.predecessors[0]
    unit = Unit(
        level=first.level,
        parent=first.parent,
        code=_code(asked),
        name=asked.name,
        kind=asked.kind,
        name_en=asked.name_en.strip() or _name_en(asked),
        valid_from=asked.effective_on,
        is_sample=any(each.is_sample for each in asked.predecessors),
        note=asked.note,
    )
    tidy(unit)
    unit.slug = asked.slug or free_slug(unit)
    return unit


def _name_en(asked):
    return next((unit.name_en for unit in asked.predecessors if same_name(unit, asked.name)), "")


def free_slug(unit):
    """An address nobody has: `phu-tho`; where it is taken, with the year (`phu-tho-2025`), then with a number."""
    parts = [slugify(unit.name)]
    if unit.level not in (Level.PROVINCE, Level.MINISTRY):
        parts += [slugify(WORD_OF_KIND.get(unit.kind, "")), unit.parent.slug if unit.parent else ""]
    plain = "-".join(part for part in parts if part)[: LONGEST_SLUG - 8].strip("-")
    year = f"{plain}-{unit.valid_from:%Y}"
    tries = [plain, year, *(f"{year}-{number}" for number in range(2, 100))]
    taken = set(Unit.objects.filter(slug__in=tries).values_list("slug", flat=True))
    return next(slug for slug in tries if slug not in taken)


def _aliases_that_go_on(plan):
    """Other spellings of the very name that the successor bears, none of which says another kind of place."""
    unit = plan.successor
    given = set(unit.aliases.values_list("text", flat=True)) if unit.pk else set()
    found = {}
    for alias in Alias.objects.filter(unit__in=plan.asked.predecessors, kind__in=GOES_ON).select_related("unit"):
        if same_name(alias.unit, unit.name) and alias.text not in given and not _says_only(alias, unit):
            found.setdefault(alias.text, alias)
    return list(found.values())


def _says_only(alias, unit):
    """Does the spelling say the kind of the old unit, which the new one is not? `Huyện Mẫu` of a town."""
    said = {kind for reading in wording.place_readings(alias.text) for kind in reading.kinds or ()}
    return alias.unit.kind in said and unit.kind not in said


def _memberships(plan):
    """(those that end, those that begin): a group that every predecessor is in on the last day goes on."""
    asked = plan.asked
    rows = [
        row
        for row in GroupMembership.objects.filter(unit__in=asked.predecessors).select_related("group", "unit")
        if row.valid_to is None or row.valid_to >= asked.effective_on
    ]
    by_group = defaultdict(list)
    for row in rows:
        by_group[row.group].append(row)
    has_already = set()
    if plan.successor.pk:
        has_already = set(plan.successor.memberships.values_list("group__grouping", flat=True))
    joining = [
        GroupMembership(group=group, valid_from=asked.effective_on, valid_to=_earliest(members))
        for group, members in by_group.items()
        if len(members) == len(asked.predecessors) and group.grouping not in has_already
    ]
    return rows, joining


def _earliest(memberships):
    return min((row.valid_to for row in memberships if row.valid_to), default=None)


# What stays as it is


def _of_children(asked):
    for unit in asked.predecessors:
        children = list(Unit.objects.on(asked.effective_on).filter(parent=unit).in_order())
        if children:
            yield ngettext(
                "%(count)s đơn vị vẫn thuộc %(unit)s, không chuyển theo: %(names)s. Việc sắp xếp từng đơn vị ấy phải "
                "nhập riêng.",
                "%(count)s đơn vị vẫn thuộc %(unit)s, không chuyển theo: %(names)s. Việc sắp xếp từng đơn vị ấy phải "
                "nhập riêng.",
                len(children),
            ) % {"count": len(children), "unit": unit, "names": named(children)}


def named(things):
    """The first of a long list by name, and how many more there are."""
    names, more = ", ".join(map(str, things[:NAMED])), len(things) - NAMED
    if more <= 0:
        return names
    return ngettext("%(names)s và %(count)s nữa", "%(names)s và %(count)s nữa", more) % {"names": names, "count": more}


def _of_groups(plan):
    goes_on = {row.group for row in plan.joining}
    left = sorted({row.group for row in plan.ending} - goes_on, key=lambda group: (group.grouping, group.position))
    if left:
        yield _("%(groups)s: các đơn vị cũ ra khỏi vùng, cụm này; hãy tự xếp đơn vị sau khi nhập.") % {
            "groups": ", ".join(map(str, left))
        }


def sentence(plan):
    """The merge in one sentence, for the preview and for the message after it."""
    words = {
        "units": _listed(plan.asked.predecessors),
        "last": day_words(plan.asked.last_day),
        "kind": plan.successor.get_kind_display(),
        "name": plan.successor.name,
        "day": day_words(plan.asked.effective_on),
    }
    if plan.is_new:
        return _("%(units)s kết thúc ngày %(last)s; từ ngày %(day)s là đơn vị mới: %(kind)s %(name)s.") % words
    return _("%(units)s kết thúc ngày %(last)s; từ ngày %(day)s nhập vào %(kind)s %(name)s đang có.") % words


def _listed(units):
    return capfirst(", ".join(f"{unit.get_kind_display()} {unit}" for unit in units))
