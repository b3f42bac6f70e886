"""The units that were merged into one, in its charts and tables: their lines, and the line of reference."""

from collections import Counter

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts.years import Line, Look
from indices.domain.figures import round_half_up
from indices.presenters.said import in_percent
from indices.presenters.words import short_date
from indices.presenters.years import hover, labels, rank_text, scorecard_address, total_text, why_no_rank
from reformtrack.figures import NOTHING
from units.models import Level

OFFICES = {Level.MINISTRY, Level.DEPARTMENT, Level.DIVISION, Level.CENTRAL_AGENCY}
NAMED = 4  # units that passed over in part, by name
SHARE_PLACES = 1


def listed(names):
    """`Hòa Bình, Phú Thọ và Vĩnh Phúc`."""
    return get_text_list(list(names), _("và"))


def together_name(unit):
    """What the line of reference is called."""
    return _("Các cơ quan trước khi hợp nhất") if unit.level in OFFICES else _("Cùng địa bàn trước khi sắp xếp")


def names_of(family):
    """Number of a unit -> what it is called beside its namesakes, the merged unit among them."""
    names = {unit.pk: unit.shown_name for unit in family.before}
    for unit in family.before:
        if unit.shown_name == family.unit.shown_name:
            names[unit.pk] = _("%(unit)s trước sắp xếp") % {"unit": unit.shown_name}
    common = {name for name, count in Counter(names.values()).items() if count > 1}
    for unit in family.before:
        if names[unit.pk] in common:
            names[unit.pk] = f"{unit.shown_name} ({unit.get_kind_display()}, {unit.code})"
    return names | {family.unit.pk: family.unit.shown_name}


class Beside:
    """One index's line of a family (`queries.lineage.Line`), for the chart and the table of years.

    Attributes:
        has_own: has the unit itself any result here?
        heads: of the columns that the table gets.
        means: of the whole table, one a year.
    """

    def __init__(self, line, family, figures):
        self.line, self.family, self.figures = line, family, figures
        self.names, self.together = names_of(family), together_name(family.unit)
        self.by_edition = {one.edition.pk: one for one in line.years}
        self.has_own = line.own is not None and line.own.newest is not None
        self.means = [one.table_mean for one in line.years]
        self.heads = [{"text": self.together, "classes": "num"}] if line.has_reference else []
        self.heads += [{"text": self.names[unit.pk], "classes": "num"} for unit in line.members]

    def is_earlier(self, edition):
        """Was the unit itself not there yet, and somebody before it was?"""
        return self.by_edition[edition.pk].year.standing is None and self.has_result(edition)

    def has_result(self, edition):
        return any(year.has_result for year in self.by_edition[edition.pk].before.values())

    # Chart

    def rank_lines(self):
        """Places of those before, as lines; what they got together is never ranked."""
        lines = [(unit, self._years(unit)) for unit in self.line.members]
        return [
            self._line(unit, years, [year and year.rank for year in years])
            for unit, years in lines
            if any(year and year.rank for year in years)
        ]

    def total_lines(self):
        """The totals of those before, and the line of reference on top of them."""
        found = []
        for unit in self.line.members:
            years = self._years(unit)
            totals = [None if year is None else year.total for year in years]
            if any(total is not None for total in totals):
                found.append(self._line(unit, years, totals))
        if self.line.has_reference:
            values = [one.mean for one in self.line.years]
            texts = ["" if one.mean is None else self._said(one) for one in self.line.years]
            found.append(Line(self.together, values, texts, look=Look.TOGETHER))
        return found

    def _years(self, unit):
        return [one.before.get(unit.pk) for one in self.line.years]

    def _line(self, unit, years, values):
        name = self.names[unit.pk]
        texts = [f"{name}, {hover(year, self.figures)}" if year else "" for year in years]
        return Line(name, values, texts, look=Look.BEFORE)

    def _said(self, one):
        return f"{self.together}, {one.edition.label}: {self._mean(one.mean)} ({_('số tham chiếu')})"

    def _mean(self, mean):
        return _held_together(self.figures.in_words(self.figures.total(mean)))

    def _with_sign(self, mean):
        return in_percent(self.figures.total(mean)) if self.figures.unit_word == "%" else self.figures.total(mean)

    # Table

    def cells(self, edition):
        """What stands in the columns of `heads`."""
        one = self.by_edition[edition.pk]
        found = []
        if self.line.has_reference:
            text = NOTHING if one.mean is None else self._with_sign(one.mean)
            found.append({"text": text, "classes": "num muted"})
        for unit in self.line.members:
            year = one.before.get(unit.pk)
            href = scorecard_address(edition, unit) if year else ""
            found.append({"text": self._result(year), "href": href, "classes": "num nowrap"})
        return found

    def _result(self, year):
        """`57,79 · 19/64`; what is lacking in words."""
        if year is None or not year.has_result:
            return NOTHING if year is None else why_no_rank(year)
        parts = [total_text(year.standing, self.figures)] if year.total is not None else []
        parts += [rank_text(year)] if year.rank is not None else []
        return " · ".join(parts)

    # Words

    def opening(self):
        """What there is to see of those before, in a sentence or two."""
        units = listed(self.names[one.pk] for one in self.line.members)
        words = {"unit": self.family.unit.shown_name, "units": units, "line": self.together}
        if not self.has_own:
            told = _("Chưa có kết quả của %(unit)s từ khi thành lập; dưới đây là kết quả của %(units)s.")
        elif self.line.has_reference:
            told = _("Đường mảnh là kết quả của %(units)s đến khi sắp xếp; đường nét đứt là “%(line)s”.")
        else:
            told = _("Đường mảnh là kết quả của %(units)s đến khi sắp xếp.")
        return " ".join(part for part in (told % words, self._newest()) if part)

    def _newest(self):
        """The last year in which one of those before had a result: what each got, and what that is together."""
        one = next((one for one in reversed(self.line.years) if self.has_result(one.edition)), None)
        if one is None:
            return ""
        told = [
            self._in_words(self.names[unit.pk], one.before[unit.pk])
            for unit in self.line.members
            if unit.pk in one.before and one.before[unit.pk].has_result
        ]
        sentence = f"{one.edition.label}: {'; '.join(told)}"
        if one.mean is None:
            return f"{sentence}."
        words = {"told": sentence, "mean": self._mean(one.mean)}
        return _("%(told)s; tính chung theo đường tham chiếu: %(mean)s.") % words

    def _in_words(self, name, year):
        parts = []
        if year.total is not None:
            parts.append(_held_together(self.figures.in_words(self.figures.standing(year.standing))))
        if year.rank is not None:
            parts.append(_("hạng %(rank)s") % {"rank": rank_text(year)})
        return f"{name} {', '.join(parts)}"

    def notes(self):
        """What the line of reference is, and where it cannot be drawn: sentences below the chart."""
        apart = [one for one in self.line.years if not one.is_together]
        told = []
        if self.line.has_reference:
            told = [*self._how(), *self._gaps(apart)]
        elif apart:
            told = [self._no_reference(apart)]
        partial = self._partial()
        return [*told, partial] if partial else told

    def _no_reference(self, apart):
        names = listed(dict.fromkeys(self.names[int(pk)] for one in apart for pk in one.shares))
        return _("Không có đường “%(line)s”: không năm nào biết điểm của cả %(units)s.") % {
            "line": self.together,
            "units": names,
        }

    def _how(self):
        """A sentence a merger, the latest first, and what kind of number it is."""
        counting = {int(pk) for one in self.line.years if one.mean is not None for pk in one.shares}
        for merger in self.family.lineage.mergers:
            shares = {int(pk): share for pk, share in merger.shares.items()}
            if len(shares) < 2 or not counting & set(shares):
                continue
            words = {"line": self.together, "units": listed(self.names[pk] for pk in shares)}
            if int(merger.successor) != self.family.unit.pk:
                words["line"] = self.names[int(merger.successor)]
                words["day"] = short_date(merger.day)
                yield _("Trước %(day)s, %(line)s tính bằng trung bình của %(units)s.") % words
            elif merger.is_weighed:
                yield self._weighed(merger, shares)
            else:
                yield _("“%(line)s” là trung bình cộng giản đơn của %(units)s.") % words
        yield _(
            "Đó là số tham chiếu do phần mềm tính từ số công bố, không phải kết quả của đơn vị nào, không cộng vào số "
            "công bố và không xếp hạng."
        )

    def _weighed(self, merger, shares):
        stated = next(
            one
            for one in self.family.mergers
            if str(one.successor_id) == merger.successor and one.effective_on == merger.day
        )
        percents = {pk: round_half_up(100 * share, SHARE_PLACES) for pk, share in shares.items()}
        told = [
            f"{self.names[pk]} ({self.figures.format.points(percent, SHARE_PLACES)} %)"
            for pk, percent in percents.items()
        ]
        return _("“%(line)s” là trung bình của %(units)s theo %(basis)s, nguồn: %(source)s.") % {
            "line": self.together,
            "units": listed(told),
            "basis": stated.shown_weight_basis,
            "source": stated.weight_source.title,
        }

    def _gaps(self, apart):
        """Years without it, by whose total is not known."""
        by_unknown = {}
        for one in apart:
            if one.unknown:
                key = tuple(self.names[unit.pk] for unit in one.unknown)
                by_unknown.setdefault(key, []).append(one.year)
        for names, years in by_unknown.items():
            yield _("Không tính được %(years)s: chưa biết điểm của %(units)s.") % {
                "years": labels(years, self.line.results),
                "units": listed(names),
            }
        differing = [one.year for one in apart if one.maxima_differ]
        if differing:
            yield _("Không tính được %(years)s: điểm tối đa của các đơn vị khác nhau.") % {
                "years": labels(differing, self.line.results)
            }

    def _partial(self):
        """Who passed over in part, and counts for nothing here; "" where nobody did."""
        if not self.family.partial:
            return ""
        return _("%(units)s chỉ chuyển sang một phần nên không có đường riêng và không tính vào đây.") % {
            "units": some_of(self.family.partial)
        }


def some_of(successions):
    """Predecessors by name, the first of many, and how many more there are."""
    units = {one.predecessor_id: one.predecessor.shown_name for one in successions}
    names = list(units.values())[:NAMED]
    more = len(units) - len(names)
    if more:
        names.append(ngettext("%(count)s đơn vị khác", "%(count)s đơn vị khác", more) % {"count": more})
    return listed(names)


def _held_together(text):
    """A figure and its word, in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def came_together(unit, came_from):
    """Of whom a unit was made, in a sentence; "" for one that was not."""
    made = [one for one in came_from if one.effective_on == unit.valid_from]
    whole, partial = [one for one in made if one.whole], [one for one in made if not one.whole]
    if not made:
        return ""
    words = {"count": len(whole), "units": some_of(whole), "parts": some_of(partial)}
    if not whole:
        told = _("Thành lập từ một phần của %(parts)s")
    elif partial:
        told = _("Thành lập từ %(units)s và một phần của %(parts)s")
    elif len(whole) == 1:
        told = _("Tiếp nối %(units)s")
    else:
        told = _("Thành lập trên cơ sở nhập %(count)s đơn vị: %(units)s")
    decision = made[0].decision
    end = _(", theo %(decision)s.") % {"decision": decision.number} if decision else "."
    return told % words + end
