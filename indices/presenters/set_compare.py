"""Two criteria sets side by side, as their page shows them."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indices.domain.crosswalk import Change
from indices.models import Criterion
from indices.presenters.sets import comparing
from reformtrack.figures import figure_format

SAME, GONE, COME = "same", "del", "ins"
HUNDREDTH = Decimal("0.01")
CHANGED, EVERYTHING = "", "all"
WORDS = {
    Change.NEW: gettext_lazy("mới"),
    Change.DROPPED: gettext_lazy("bỏ"),
    Change.RENAMED: gettext_lazy("đổi tên"),
    Change.RESCALED: gettext_lazy("đổi điểm tối đa"),
    Change.MOVED: gettext_lazy("chuyển chỗ"),
    Change.SPLIT: gettext_lazy("tách"),
    Change.MERGED: gettext_lazy("gộp"),
    Change.METHOD: gettext_lazy("đổi cách chấm"),
    Change.AGENCY: gettext_lazy("đổi cơ quan chủ trì"),
    Change.KEPT: gettext_lazy("giữ nguyên"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: the same in both sets, only in the old one (`del`), only in the new one (`ins`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a row: a criterion of one of the sets."""

    code: str
    name: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """A value in the old set and in the new one; where nothing differs, only `new` is shown."""

    old: str
    new: str
    difference: str = ""

    @property
    def differ(self):
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class CompareRow:
    changes: tuple[str, ...]
    depth: int
    old: Side | None
    new: Side | None
    maximum: Values
    method: Values
    agency: Values


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of rows, with how many there are of them, and its address."""

    label: str
    count: int
    address: str
    is_chosen: bool


class ComparePage:
    """What is shown of a `Comparison`.

    Args:
        show: a `Change`; empty for whatever is not kept, `all` for every row. Anything else is as if it were empty.
    """

    def __init__(self, found, language, show=CHANGED):
        self.found, self.figures = found, figure_format(language)
        self.show = show if show in {*Change, EVERYTHING} else CHANGED
        self.old, self.new = found.old, found.new
        shown = [row for row in found.rows if self._is_shown(row)]
        self.rows = [self._row(row) for row in shown]
        self.fields = [self._row(row) for row in found.rows if self._is_field(row)]
        self.total = self._values(*found.totals)
        self.has_points = any(value is not None for value in (*found.totals, *found.maxima.values()))
        self.has_agencies = any(row.agency.new or row.agency.old for row in self.rows)

    def _is_shown(self, row):
        if self.show == CHANGED:
            return Change.KEPT not in row.changes
        return self.show == EVERYTHING or self.show in row.changes

    @staticmethod
    def _is_field(row):
        return any(entry is not None and entry.depth == 0 for entry in (row.old, row.new))

    @property
    def filters(self):
        """Every change that there is, with its count; all changes first, all rows last."""
        counts = Counter(change for row in self.found.rows for change in row.changes)
        changed = sum(Change.KEPT not in row.changes for row in self.found.rows)
        chosen = [(CHANGED, _("mọi thay đổi"), changed)]
        chosen += [(str(change), str(words), counts[change]) for change, words in WORDS.items() if counts[change]]
        chosen.append((EVERYTHING, _("tất cả"), len(self.found.rows)))
        return [Filter(capfirst(label), count, self._address(show), show == self.show) for show, label, count in chosen]

    def _address(self, show):
        return comparing(self.old, self.new, **({"show": show} if show else {}))

    @property
    def turned_address(self):
        """The same two sets the other way round."""
        return comparing(self.new, self.old)

    @property
    def basis(self):
        """What says which criterion goes on as which, as a sentence."""
        if self.found.is_guess:
            return _(
                "Hai bộ này chưa có đối chiếu: bảng dưới ghép tiêu chí theo mã và tên giống nhau, cần người xem lại."
            )
        if not self.found.unconfirmed:
            return _("Theo đối chiếu giữa hai bộ, đã có người xác nhận.")
        return ngettext(
            "Theo đối chiếu giữa hai bộ; còn %(count)s dòng chưa có người xác nhận.",
            "Theo đối chiếu giữa hai bộ; còn %(count)s dòng chưa có người xác nhận.",
            self.found.unconfirmed,
        ) % {"count": self.found.unconfirmed}

    @property
    def share(self):
        """How many of the new set's points go on unchanged, as a sentence; empty where it is not known."""
        unchanged, total = self.found.share.unchanged, self.found.share.total
        if not total:
            return ""
        return _("%(unchanged)s trong %(total)s điểm của bộ mới (%(percent)s %%) tính như bộ cũ.") % {
            "unchanged": self._rounded(unchanged),
            "total": self._rounded(total),
            "percent": self.figures.points(unchanged * 100 / total, 1),
        }

    def _rounded(self, points):
        """A sum without the billionths by which thirds of ten do not add up."""
        return self.figures.exact(points.quantize(HUNDREDTH, ROUND_HALF_UP))

    def _row(self, row):
        old, new = row.old, row.new
        before, after = self._names(row)
        return CompareRow(
            changes=tuple(str(words) for change, words in WORDS.items() if change in row.changes),
            depth=(new or old).depth,
            old=old and Side(old.code, before),
            new=new and Side(new.code, after),
            maximum=self._values(*(entry and self._maximum(entry) for entry in (old, new))),
            method=_both(*(entry and str(Criterion.Method(entry.method).label) for entry in (old, new))),
            agency=_both(*(entry and entry.agency for entry in (old, new))),
        )

    def _names(self, row):
        """The names of both ends in pieces."""
        criteria = [entry and self.found.criteria[entry.key] for entry in (row.old, row.new)]
        shown = [criterion and criterion.shown_name for criterion in criteria]
        if Change.RENAMED not in row.changes:
            return map(_plain, shown)
        if shown[0] == shown[1]:  # the translation has stayed behind
            shown = [criterion.name for criterion in criteria]
        return _marked(*shown)

    def _maximum(self, entry):
        """A field's may be what stands under it."""
        return self.found.maxima.get(entry.key, entry.max_points)

    def _values(self, old, new):
        difference = None if old is None or new is None or old == new else new - old
        return Values(self.figures.exact(old), self.figures.exact(new), self._signed(difference))

    def _signed(self, difference):
        if difference is None:
            return ""
        return ("+" if difference > 0 else "") + self.figures.exact(difference)


def _both(old, new):
    """A text in both sets; one that is on one side only is no difference."""
    return Values(old if old is not None else new, new if new is not None else old)


def _plain(name):
    return () if name is None else (Piece(SAME, name),)


def _marked(old, new):
    """Two texts in pieces: the words they have in common, and those that only one of them has."""
    before, after = old.split(), new.split()
    olds, news = [], []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if old_from < old_to:
            olds.append(Piece(SAME if what == "equal" else GONE, " ".join(before[old_from:old_to])))
        if new_from < new_to:
            news.append(Piece(SAME if what == "equal" else COME, " ".join(after[new_from:new_to])))
    return tuple(olds), tuple(news)
