"""The tree page: rows as their fields show them, what does not add up, what is wrong and where."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.outline import METHODS, Flaw, by_method, outline_faults, parents, sums, total_of
from indices.forms.trees import STEP, blank_rows
from indices.models import Criterion
from indices.presenters.tree_words import script_words, told, unsettled_word
from indices.queries.outlines import totals_of
from reformtrack.figures import NOTHING, figure_format

DEPTHS = ("field", "criterion", "subcriterion")
UNSETTLED = (
    Flaw.NO_MAXIMUM,
    Flaw.SUM,
    Flaw.TOTAL,
    Flaw.PART,
    Flaw.COUNT,
)  # what the bar below the table counts while one types


class Marks(dict):
    """Column -> markup, empty where there is none: a template that asks a plain dict in vain takes its time."""

    def __missing__(self, column):
        return ""


@dataclass(slots=True)
class RowView:
    """One row as the template writes it: everything is text already.

    `marks` and `faults`: column -> what its field is marked with, and what is said below it.
    """

    id: str
    depth: int
    pk: int | None
    order: int
    cells: dict
    level_name: str
    levels: str
    methods: str
    kinds: str
    sum: "Sum"
    name_rows: int = 1
    others: str = ""
    href: str = ""
    method_name: str = ""
    kind_name: str = ""
    marks: Marks = field(default_factory=Marks)
    faults: Marks = field(default_factory=Marks)
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum beside what is laid down for it. `word`: what it lacks or has too much, empty where it fits."""

    text: str
    word: str = ""


NO_SUM = Sum("")


@dataclass(frozen=True, slots=True)
class Item:
    """One figure of the bar below the table. `key` names it to the script."""

    key: str
    label: str
    sum: Sum
    stated: str = ""
    hidden: bool = False


def options(choices, chosen):
    """The options of a select, as safe markup, made once for all rows."""
    plain, selected = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
    made = (format_html(selected if value == chosen else plain, value, label) for value, label in choices)
    return format_html_join("", "{}", ((one,) for one in made))


class TreePage:
    """What the template of the tree page asks for.

    Args:
        stored: `StoredTree`.
        form: `TreeForm`.
        told: list of `Told`; they stand above the table and at their fields.
        spare: how many blank rows stand at the end, for who works without a script.
    """

    def __init__(self, criteria_set, stored, form, *, told=(), spare=0, locked=False, language=None):
        self.criteria_set, self.stored, self.form = criteria_set, stored, form
        self.told, self.spare, self.locked = list(told), spare, locked
        self.figures = figure_format(language or get_language() or "vi")
        self.totals = totals_of(criteria_set)
        self.outline = [row.outline for row in form.rows]

    @property
    def opens_more(self):
        """Are the fields shown that are else shown on demand? In a locked set there is little else to fill in."""
        return self.locked or any(one.column.startswith("short_name") for one in self.told)

    # The table

    @cached_property
    def rows(self):
        """`RowView`s, the blank ones last."""
        found = sums(self.outline)
        typed = self.form.typed + blank_rows(self.spare, 0 if not self.form.typed else self.form.typed[-1].depth)
        views = []
        for place, row in enumerate(typed):
            stated = self.outline[place].max_points if place < len(self.outline) else None
            views.append(self._view(place, row, self._sum(found[place] if place < len(found) else None, stated)))
        self._mark(views)
        return views

    def _mark(self, views):
        """Say at each field what is wrong with it."""
        at_fields = defaultdict(list)
        for one in self.told:
            if one.row is not None:
                at_fields[one.row, one.column].append(one.message)
        for (place, column), messages in at_fields.items():
            view = views[place]
            name = f"{view.id}-{column}-wrong"
            view.marks[column] = format_html('aria-invalid="true" aria-describedby="{}"', name)
            view.faults[column] = format_html('<p class="fault" id="{}">{}</p>', name, " ".join(messages))

    def _view(self, place, row, summed):
        name = row.cells.get("name", "")
        leads = self.stored.leads.get(row.pk, ())
        return RowView(
            id=f"r{place}",
            depth=row.depth,
            pk=row.pk,
            order=STEP * (place + 1),
            cells=row.cells,
            level_name=self.level_names[min(row.depth, len(DEPTHS) - 1)],
            levels=self._levels[min(row.depth, len(DEPTHS) - 1)],
            methods=self._methods.get(row.cells.get("method"), self._methods[METHODS[0]]),
            kinds=self._kinds.get(row.cells.get("kind"), self._kinds["ordinary"]),
            sum=summed,
            name_rows=1 + len(name) // 52,
            others="; ".join(unit.shown_name for unit in leads[1:]),
            href=self._criterion_url.replace("0", str(row.pk)) if row.pk else "",
            method_name=self._method_names.get(row.cells.get("method"), ""),
            kind_name=self._kind_names.get(row.cells.get("kind"), ""),
            is_spare=place >= len(self.form.typed),
        )

    @cached_property
    def blank(self):
        """The row that the script makes new rows from."""
        view = self._view(0, blank_rows(1, 0)[0], NO_SUM)
        view.id, view.order, view.is_spare = "new", 0, False
        return view

    @cached_property
    def level_names(self):
        return [str(Criterion.CriterionLevel(level).label) for level in DEPTHS]

    @cached_property
    def _levels(self):
        choices = list(enumerate(self.level_names))
        return [options([*choices, (f"x{depth}", _("bỏ dòng này"))], depth) for depth in range(len(DEPTHS))]

    @cached_property
    def words(self):
        """Labels of the fields, looked up once for all rows."""
        return {
            "level": _("Cấp"),
            "order": _("Thứ tự"),
            "code": _("Mã"),
            "name": _("Tên"),
            "name_en": _("Tên tiếng Anh"),
            "short_name": _("Tên ngắn"),
            "short_name_en": _("Tên ngắn tiếng Anh"),
            "note": _("Ghi chú"),
            "note_en": _("Ghi chú tiếng Anh"),
            "max_points": _("Tối đa"),
            "sum": _("Cộng bên dưới"),
            "method": _("Cách chấm"),
            "kind": _("Loại"),
            "lead": _("Cơ quan chủ trì"),
            "others": _("Cùng chủ trì:"),
            "page": _("Trang của tiêu chí này, quy tắc cho điểm"),
        }

    @cached_property
    def _method_names(self):
        return {value: str(label) for value, label in Criterion.Method.choices}

    @cached_property
    def _kind_names(self):
        return {value: str(label) for value, label in Criterion.CriterionKind.choices}

    @cached_property
    def _methods(self):
        return {value: options(Criterion.Method.choices, value) for value in Criterion.Method.values}

    @cached_property
    def _kinds(self):
        return {value: options(Criterion.CriterionKind.choices, value) for value in Criterion.CriterionKind.values}

    @cached_property
    def _criterion_url(self):
        return reverse("admin:indices_criterion_change", args=(0,))

    # What adds up

    def _sum(self, computed, stated):
        if computed is None:
            return NO_SUM
        return Sum(self.figures.exact(computed), "" if stated is None else self._difference(computed - stated))

    def _difference(self, difference):
        if not difference:
            return ""
        words = _("thừa %(by)s") if difference > 0 else _("thiếu %(by)s")
        return words % {"by": self.figures.exact(abs(difference))}

    @cached_property
    def items(self):
        """The figures below the table, each against what is laid down."""
        return [*self._points, *self._counts]

    @property
    def _points(self):
        total, stated = total_of(self.outline), self.totals.max_points
        found = [
            Item("total", _("Tổng"), Sum(NOTHING) if total is None else self._sum(total, stated), self._stated(stated))
        ]
        given = by_method(self.outline)
        for method in Criterion.Method:
            laid_down, points = self.totals.by_method.get(method), given.get(method, Decimal(0))
            hidden = laid_down is None and not points
            # With mixed leaves nobody knows what of them belongs to which part.
            judged = laid_down if "mixed" not in given else None
            found.append(
                Item(method, capfirst(method.label), self._sum(points, judged), self._stated(laid_down), hidden)
            )
        return found

    @property
    def _counts(self):
        """Rows of each level, bonus and penalty left out, and what is scored."""
        ordinary = [row.depth for row, kind in zip(self.outline, _kinds(self.outline), strict=True) if kind]
        labels = (_("Số lĩnh vực"), _("Số tiêu chí"), _("Số tiêu chí thành phần"))
        found = []
        for depth, (level, label) in enumerate(zip(DEPTHS, labels, strict=True)):
            number, stated = ordinary.count(depth), self.totals.counts.get(depth)
            word = "" if stated is None else self._difference(Decimal(number - stated))
            found.append(Item(level, label, Sum(str(number), word), "" if stated is None else str(stated)))
        above = {place for place in parents(self.outline) if place is not None}
        found.append(Item("leaves", _("Mục chấm điểm"), Sum(str(len(self.outline) - len(above)))))
        return found

    def _stated(self, value):
        return "" if value is None else self.figures.exact(value)

    @cached_property
    def unsettled(self):
        """What does not add up, in words, the first first."""
        faults = outline_faults(self.outline, self.totals) if self.outline else ()
        return [told(fault, self.outline) for fault in faults if fault.flaw in UNSETTLED]

    @property
    def first_unsettled(self):
        return next((one.href for one in self.unsettled if one.href), "")

    @property
    def state_word(self):
        return unsettled_word(len(self.unsettled)) if self.outline else ""

    # What the script is told

    @property
    def script(self):
        """Words and figures for the script, as plain values."""
        return {
            "separator": self.figures.separator,
            "levels": self.level_names,
            "totals": {
                "total": self._plain(self.totals.max_points),
                **{method: self._plain(points) for method, points in self.totals.by_method.items()},
            },
            "counts": {DEPTHS[depth]: count for depth, count in self.totals.counts.items()},
            "words": script_words(),
        }

    @staticmethod
    def _plain(value):
        return None if value is None else format(value, "f")


def _kinds(outline):
    """For each row: is it ordinary, and all it stands under?"""
    found = []
    for row, above in zip(outline, parents(outline), strict=True):
        found.append(row.kind == "ordinary" and (above is None or found[above]))
    return found


def address_of(name, *args):
    """An address of a page that may not be there; empty where it is not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
