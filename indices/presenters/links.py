"""The page on which two sets are linked: rows as their fields show them, what is wrong and where, how much goes on."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.links import LinkFlaw, coverage, is_unchanged
from indices.faults.links import circle_words, link_words
from indices.forms.links import SPARE, CodeFault, TypedLink
from indices.models import CriterionLink
from indices.presenters.sets import comparing
from reformtrack.figures import figure_format

HUNDREDTH = Decimal("0.01")
SHOWN_CHANGES = 20
KINDS = [(kind.value, kind.label) for kind in CriterionLink.LinkKind]
# Which of a row's two codes a flaw stands at; elsewhere it is the kind.
COLUMN = {LinkFlaw.STRANGER: "old", LinkFlaw.TWICE: "old", LinkFlaw.DEPTH: "new"}


def editing(old, new):
    """Where the links of two sets are edited."""
    return f"{reverse('admin:indices_criteriaset_links')}?{urlencode({'old': old.pk, 'new': new.pk})}"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong, and the field it stands at; `href` is empty where it is about no row."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """A criterion at one end of a row: what is typed, and whom that names."""

    code: str
    name: str = ""
    maximum: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A row of the table.

    Args:
        options: (value, label, is it chosen) of the kinds.
        wrong: sentences.
        is_same: is there nothing to weigh?
    """

    place: int
    old: End
    new: End
    options: tuple[tuple[str, str, bool], ...]
    confirmed: bool
    note: str
    note_en: str
    wrong: tuple[str, ...] = ()
    is_same: bool = False
    is_blank: bool = False

    @property
    def number(self):
        return self.place + 1

    @property
    def depth(self):
        return self.new.depth if self.new.name else self.old.depth


def faults_told(faults, form):
    """`LinkFault`s of rows and `CodeFault`s as (place of the row, `Told`), in the order of the rows."""
    codes, labels = form.stored.codes(), dict(KINDS)
    found = []
    for fault in faults:
        if isinstance(fault, CodeFault):
            found.append((fault.row, Told(_in_row(fault.row, fault.message), f"#{fault.column}-{fault.row}")))
            continue
        kind = form.typed[fault.place].kind
        worded = _in_row(fault.place, link_words(fault, codes, kind, labels[kind]))
        found.append((fault.place, Told(worded, f"#{COLUMN.get(fault.flaw, 'kind')}-{fault.place}")))
    return sorted(found, key=lambda one: one[0])


def _in_row(place, what):
    return _("Dòng %(number)s, %(what)s") % {"number": place + 1, "what": what}


class LinksPage:
    """What is shown of a `LinksForm`.

    Args:
        told: (place, `Told`) of what is wrong.
        sets: all sets of the index, the newest first.
        spare: blank rows at the end.
    """

    def __init__(self, form, language, *, told=(), circle=(), sets=(), spare=SPARE):
        self.form, self.stored, self.figures = form, form.stored, figure_format(language)
        self.old, self.new = self.stored.old, self.stored.new
        self.told = [one for _place, one in told] + ([Told(circle_words(circle))] if circle else [])
        self._wrong = defaultdict(list)
        for place, one in told:
            self._wrong[place].append(one.text)
        self._sets, self._spare = list(sets), spare
        self._entries = [{entry.code: entry for entry in side} for side in self.stored.sides]

    @property
    def count(self):
        return len(self.form.typed) + self._spare

    @cached_property
    def lines(self):
        blank = [TypedLink(kind="") for _spare in range(self._spare)]
        return [self._line(place, row) for place, row in enumerate([*self.form.typed, *blank])]

    def _line(self, place, row):
        ends = self._entries[0].get(row.old), self._entries[1].get(row.new)
        return LinkLine(
            place=place,
            old=self._end(row.old, ends[0]),
            new=self._end(row.new, ends[1]),
            options=tuple((value, label, value == row.kind) for value, label in KINDS),
            confirmed=row.confirmed,
            note=row.note,
            note_en=row.note_en,
            wrong=tuple(self._wrong[place]),
            is_same=row.kind == "kept" and None not in ends and is_unchanged(*ends),
            is_blank=row.is_blank,
        )

    def _end(self, code, entry):
        if entry is None:
            return End(code)
        return End(code, self.stored.criteria[entry.key].shown_name, self.figures.exact(entry.max_points), entry.depth)

    @property
    def choices(self):
        """For each set, (code, name) to choose from while one types a code."""
        return [[(entry.code, self.stored.criteria[entry.key].name) for entry in side] for side in self.stored.sides]

    # In words

    @property
    def basis(self):
        """Where the rows come from, as a sentence."""
        if not self.stored.links:
            return _("Chưa lưu đối chiếu nào: các dòng dưới đây ghép theo mã và tên giống nhau, cần người xem lại.")
        return _("Các dòng dưới đây là đối chiếu đang lưu.")

    @property
    def unconfirmed(self):
        return [line for line in self.lines if not line.confirmed and not line.is_blank]

    @property
    def unconfirmed_words(self):
        count = len(self.unconfirmed)
        if not count:
            return _("Mọi dòng đã có người xác nhận.")
        return ngettext(
            "Còn %(count)s dòng chưa có người xác nhận.", "Còn %(count)s dòng chưa có người xác nhận.", count
        ) % {"count": count}

    @property
    def same_waiting(self):
        """How many rows wait for confirmation in which nothing changes."""
        return sum(line.is_same for line in self.unconfirmed)

    @property
    def far_apart(self):
        """A warning where other sets stand between the two; empty where none does."""
        places = [self._sets.index(one) for one in (self.old, self.new) if one in self._sets]
        between = abs(places[0] - places[1]) - 1 if len(places) == 2 else 0
        if between < 1:
            return ""
        return ngettext(
            "Giữa hai bộ này còn %(count)s bộ khác: đối chiếu nên ghi giữa hai bộ liền nhau, qua nhiều bộ sẽ tự nối.",
            "Giữa hai bộ này còn %(count)s bộ khác: đối chiếu nên ghi giữa hai bộ liền nhau, qua nhiều bộ sẽ tự nối.",
            between,
        ) % {"count": between}

    @property
    def coverage(self):
        """[sentence] of how many points of either set links follow; one where that is not known."""
        return coverage_words(coverage(*self.stored.sides, [row.tie for row in self.form.rows]), self.figures)

    @property
    def compare_address(self):
        return comparing(self.old, self.new)

    @property
    def address(self):
        return editing(self.old, self.new)


def coverage_words(found, figures):
    """[sentence] of what `domain.links.coverage` gives: points that go on, points that continue others."""
    if any(not one.total for one in found):
        return [_("Chưa tính được phần điểm được nối: có tiêu chí chưa rõ điểm tối đa.")]
    words = (
        _("Bộ cũ: %(linked)s trên %(total)s điểm được nối tiếp (%(percent)s %%)."),
        _("Bộ mới: %(linked)s trên %(total)s điểm nối với bộ cũ (%(percent)s %%)."),
    )
    return [text % _share(one, figures) for text, one in zip(words, found, strict=True)]


def _share(covered, figures):
    linked, total = (one.quantize(HUNDREDTH, ROUND_HALF_UP) for one in (covered.linked, covered.total))
    percent = figures.points(covered.linked * 100 / covered.total, 1)
    return {"linked": figures.exact(linked), "total": figures.exact(total), "percent": percent}


def changes_told(changes, stored):
    """([sentence], how many more) of `LinkChanges`."""
    labels = dict(KINDS)
    words = ((_("thêm %(link)s (%(kind)s)"), changes.added), (_("bỏ %(link)s (%(kind)s)"), changes.removed))
    said = [text % {"link": stored.name_of(row), "kind": labels[row.kind]} for text, rows in words for row in rows]
    for before, after in changes.changed:
        said.append(_("sửa %(link)s: %(how)s") % {"link": stored.name_of(after), "how": _how(before, after, labels)})
    return said[:SHOWN_CHANGES], max(0, len(said) - SHOWN_CHANGES)


def _how(before, after, labels):
    parts = [f"{labels[before.kind]} → {labels[after.kind]}"] if before.kind != after.kind else []
    if before.confirmed != after.confirmed:
        parts.append(_("đã xác nhận") if after.confirmed else _("bỏ xác nhận"))
    if (before.note, before.note_en) != (after.note, after.note_en):
        parts.append(_("ghi chú"))
    return ", ".join(parts)


def saved_words(changes):
    """What was stored, as a sentence."""
    count = len(changes.added) + len(changes.removed) + len(changes.changed)
    if not count:
        return _("Không có gì thay đổi.")
    return ngettext("Đã lưu: %(count)s dòng thay đổi.", "Đã lưu: %(count)s dòng thay đổi.", count) % {"count": count}
