"""What may be chosen on the page of trends: units, years, a criterion, and what is shown of them."""

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from indices.models import Depth, Edition, Index
from indices.presenters.trends_state import COMMON, EVERY_FIELD, FIGURE, OFFICIAL, PERCENT, RANK
from indices.queries.trends import MOST, MOST_FOUND

NAME = 60  # letters of a criterion's name in a list to choose from


class Choices:
    """Choices as links and as lists; each is an address.

    Args:
        trends: `queries.trends.Trends`.
        state: `TrendsState`.
        units: units that may be added; `None` where they are too many for a list.
        words, meant: what somebody typed to add a unit, and the units that it may mean.
        editions: all of this kind of period, oldest first.
        periods: kind of period -> number of editions.
    """

    def __init__(self, trends, state, *, units, editions, periods, words="", meant=()):
        self.trends, self.state, self.words, self.meant = trends, state, words, meant
        self.units, self.editions, self.periods = units, editions, periods

    @property
    def is_percent(self):
        """Is the official total a percent already?"""
        return not self.state.of and self.trends.index.figure == Index.Figure.PERCENT

    def segments(self):
        """The choices that are links: what is shown, which line, which kind of period."""
        shown = [] if self.state.line == COMMON else [(FIGURE, _("Chỉ số (%)") if self.is_percent else _("Điểm"))]
        if self.state.line == COMMON or not self.is_percent:
            shown.append((PERCENT, _("% điểm tối đa")))
        found = [self._segment(_("Xem"), "show", [*shown, (RANK, _("Thứ hạng"))])]
        if any(edition.depth in (Depth.FIELDS, Depth.FULL) for edition in self.trends.editions):
            names = [(OFFICIAL, _("Theo số công bố")), (COMMON, _("Trên tiêu chí chung"))]
            found.append(self._segment(_("Đường"), "line", names))
        if len(self.periods) > 1:
            names = [(period, capfirst(Edition.Period(period).label)) for period in self.periods]
            found.append(self._segment(_("Kỳ"), "period", names))
        return found

    def _segment(self, label, name, options):
        now = getattr(self.state, name)
        along = {"period": {"first": "", "last": ""}, "line": {"show": FIGURE, "of": self._field()}}.get(name, {})
        return {
            "label": label,
            "options": [
                {"text": text, "href": self.state.address(**(along | {name: value})), "current": value == now}
                for value, text in options
            ],
        }

    def _field(self):
        """The field that the chosen criterion stands in: on common ground whole fields are followed."""
        criteria = self._newest_criteria()
        if self.state.of == EVERY_FIELD:
            return EVERY_FIELD
        found = criteria.get(self.state.of)
        by_pk = {criterion.pk: criterion for criterion in criteria.values()}
        while found is not None and found.parent_id is not None:
            found = by_pk.get(found.parent_id)
        return found.code if found else ""

    def _newest_criteria(self):
        editions = self.trends.editions
        return self.trends.criteria.get(editions[-1].criteria_set_id, {}) if editions else {}

    def form(self):
        """The choices that are lists, as components/toolbar.html takes them."""
        fields = [self._units(), self._criteria(), *self._years()]
        fields = [field for field in fields if field]
        return {"fields": fields, "hidden": self.state.hidden(*(field["name"] for field in fields))}

    def _units(self):
        if len(self.trends.units) >= MOST:
            return None
        if self.units is None:
            asked = "" if len(self.meant) == 1 else self.words
            hint = _("tên, không cần dấu")
            return _list("add", _("Thêm đơn vị"), asked, []) | {"kind": "search", "placeholder": hint}
        shown = {unit.pk for unit in self.trends.units}
        options = [{"value": unit.slug, "text": unit.shown_name} for unit in self.units if unit.pk not in shown]
        return _list("add", _("Thêm đơn vị"), "", [{"value": "", "text": _("chọn…")}, *options])

    def _criteria(self):
        """The total and the criteria of the newest year; nothing where there are only totals."""
        criteria = self._newest_criteria().values()
        if self.state.line == COMMON:
            criteria = [criterion for criterion in criteria if criterion.parent_id is None]
        if not criteria:
            return None
        options = [
            {"value": criterion.code, "text": Truncator(f"{criterion.code} {criterion.label}").chars(NAME)}
            for criterion in criteria
        ]
        whole = [{"value": "", "text": _("Tổng")}, {"value": EVERY_FIELD, "text": _("Mọi lĩnh vực")}]
        return _list("of", _("Tiêu chí"), self.state.of, [*whole, *options])

    def _years(self):
        if len(self.editions) < 3:
            return []
        labels = [{"value": edition.label, "text": edition.label} for edition in self.editions]
        first, last = (self.trends.editions[end].label for end in (0, -1))
        return [_list("from", _("Từ"), first, labels), _list("to", _("Đến"), last, labels)]

    def offered(self):
        """What became of the words that somebody typed, where they name no unit or several: {text, links}."""
        if not self.words or len(self.meant) == 1:
            return None
        if not self.meant:
            return {"text": _("Không có đơn vị nào tên “%(words)s” trong chỉ số này.") % {"words": self.words}}
        slugs = tuple(unit.slug for unit in self.trends.units)
        return {
            "text": _("Có nhiều đơn vị khớp với “%(words)s”, hãy chọn một:") % {"words": self.words},
            "links": [
                {"text": unit.shown_name, "href": self.state.address(units=(*slugs, unit.slug))}
                for unit in self.meant[:MOST_FOUND]
            ],
            "more": len(self.meant) > MOST_FOUND,
        }

    def chosen(self):
        """The units that are shown, each with the address of the page without it."""
        slugs = [unit.slug for unit in self.trends.units]
        return [
            {
                "text": unit.shown_name,
                "href": unit.get_absolute_url(),
                "without": self.state.address(units=tuple(slug for slug in slugs if slug != unit.slug)),
                "is_last": len(slugs) == 1,
            }
            for unit in self.trends.units
        ]


def _list(name, label, value, options):
    return {"kind": "select", "name": name, "label": label, "value": value, "options": options}
