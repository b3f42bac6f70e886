"""What looks odd in a file that has no fault: asked of a person in words, never refused.

The signs are found by `domain.plausibility`, figures being thousandths of their maximum; here they are told with the
rows of the sheet. Some signs the file shows by itself: only zeros, or the units' own points copied into the appraisal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indices.domain.plausibility import Oddity, Sign, oddities_of
from indices.importing.checks_missing import CELL, row_of
from indices.importing.consequences import Trial, names_of
from indices.importing.score_values import Figure, Layout, Meaning, Reading, Shape, UnitReading
from indices.importing.subject import Subject
from indices.models import Standing
from reformtrack.said import said as _
from reformtrack.said import said_either, said_figure, said_together
from reformtrack.said import said_number as ngettext

TOTAL = ""  # the code of the total
# Of several kinds of points the first counts.
COUNTING = (Meaning.POINTS, Meaning.REAPPRAISED, Meaning.APPRAISED, Meaning.SELF, Meaning.SURVEY)
JUDGED = (Meaning.REAPPRAISED, Meaning.APPRAISED)
TOLD = 5  # units of a list that are named
FEWEST = 12  # figures of which something can be said at all

Sheet = dict[str, dict[str, int | None]]


@dataclass(frozen=True, slots=True)
class OddityFound:
    """Something to be answered before the file is stored.

    Args:
        code: a stable word.
        message, question: what shows, and what is asked.
        where: sheet and rows, or columns.
    """

    code: str
    message: str
    question: str
    where: str = ""


@dataclass
class Part:
    """Sheets that are looked at together: one sheet of many units, or all the scorecards of a file."""

    name: str
    units: list[UnitReading] = field(default_factory=list)
    layout: Layout | None = None

    @property
    def is_scorecards(self) -> bool:
        return self.layout is not None and self.layout.shape == Shape.SCORECARD

    @property
    def is_turned(self) -> bool:
        """Are units in columns, and criteria in rows?"""
        return self.layout is not None and self.layout.shape == Shape.TRANSPOSED


def oddities_in(reading: Reading, subject: Subject, *, trial: Trial | None = None) -> list[OddityFound]:
    """Everything odd about a reading; two queries at most.

    Args:
        trial: of the same reading and subject, where one is made for the consequences too.
    """
    trial = trial or Trial(reading, subject)
    names = names_of(trial.merged, subject)
    found = []
    history = _History(subject)
    for part in parts_of(reading):
        found += _only_zeros(part)
        found += _copied(part, subject)
        if subject.before is not None:
            found += _Comparison(part, subject, trial, names, history).found()
    return found


def parts_of(reading: Reading) -> list[Part]:
    """The sheets of a file, scorecards as one."""
    layouts = {layout.sheet: layout for layout in reading.layouts}
    parts: dict[str | None, Part] = {}
    for read in reading.units.values():
        layout = layouts.get(read.sheet)
        key = None if layout is not None and layout.shape == Shape.SCORECARD else read.sheet
        parts.setdefault(key, Part(key or "", layout=layout)).units.append(read)
    return list(parts.values())


def _figures(part: Part) -> Iterator[Figure]:
    for read in part.units:
        for figures in read.scores.values():
            yield from figures.values()
        yield from (figure for meaning, figure in read.stated.items() if meaning != Meaning.RANK)


def _only_zeros(part: Part) -> Iterator[OddityFound]:
    count = 0
    for figure in _figures(part):
        if figure.value is None:
            continue
        if figure.value != 0:
            return
        count += 1
    if count > 1:
        message = _("Cả %(count)s điểm trong %(sheet)s đều là 0.") % {"count": count, "sheet": _sheet(part)}
        yield OddityFound("only_zeros", message, _("Tệp đã nhập điểm chưa?"), part.name)


def _copied(part: Part, subject: Subject) -> Iterator[OddityFound]:
    """Is every appraised figure the unit's own, of the file or of what is stored?"""
    compared = 0
    for read in part.units:
        for code, figures in read.scores.items():
            if Meaning.APPRAISED not in figures and Meaning.REAPPRAISED not in figures:
                continue
            judged = next((figures[kind].value for kind in JUDGED if kind in figures), None)
            own = (
                figures[Meaning.SELF].value
                if Meaning.SELF in figures
                else subject.stored(read.unit, code, Meaning.SELF)
            )
            if judged is None or own is None:
                continue
            if judged != own:
                return
            compared += 1
    if compared >= FEWEST:
        message = _("Điểm thẩm định bằng đúng điểm tự đánh giá ở cả %(count)s ô của %(sheet)s.")
        yield OddityFound(
            "self_as_appraised",
            message % {"count": compared, "sheet": _sheet(part)},
            _("Có chép nhầm cột điểm tự đánh giá sang cột thẩm định không?"),
            part.name,
        )


def _sheet(part: Part) -> str:
    return _("trang “%(name)s”") % {"name": part.name} if part.name else _("tệp")


class _History:
    """What the units got the year before, in thousandths of the maximum; read when it is first asked for."""

    def __init__(self, subject: Subject):
        self.subject = subject
        self._totals: dict[int, int] | None = None

    @property
    def totals(self) -> dict[int, int]:
        if self._totals is None:
            rows = Standing.objects.filter(edition=self.subject.before).values_list("unit", "stated_percent", "percent")
            self._totals = {
                unit: int(10 * percent) for unit, *both in rows for percent in [_first(both)] if percent is not None
            }
        return self._totals

    def of(self, unit: int) -> dict[str, int]:
        points = self.subject.points_before.get(unit, {})
        found = {
            code: thousandths
            for code in points
            if (thousandths := share(points[code], self._maximum(code))) is not None
        }
        if unit in self.totals:
            found[TOTAL] = self.totals[unit]
        return found

    def _maximum(self, code: str) -> Decimal | None:
        return self.subject.items[code].max_points


def _first(values: Sequence[Decimal | None]) -> Decimal | None:
    return next((value for value in values if value is not None), None)


def share(points: Decimal | None, maximum: Decimal | None) -> int | None:
    """Points in thousandths of their maximum; `None` where one of them is not known, or it is a penalty's."""
    return None if points is None or maximum is None or maximum <= 0 else int(1000 * points / maximum)


class _Comparison:
    """One part of a file against the year before."""

    def __init__(self, part: Part, subject: Subject, trial: Trial, names: Mapping[int, str], history: _History):
        self.part, self.subject, self.names = part, subject, names
        self.computed = trial.computed
        self.units = {str(read.unit): read for read in part.units}
        self.criteria = self._criteria()
        self.fields = [code for code, item in subject.items.items() if not item.depth]
        self.sheet: Sheet = {key: self._row(read) for key, read in self.units.items()}
        self.before: Sheet = {key: dict(history.of(read.unit)) for key, read in self.units.items()}

    def _criteria(self) -> list[str]:
        """What the file gives points of, in its order, but no sums beside their parts; else the total."""
        codes = dict.fromkeys(code for read in self.part.units for code in read.scores)
        items = self.subject.items
        sums = {item.parent for code, item in items.items() if code in codes}
        for code in reversed(items):
            if code in sums:
                sums.add(items[code].parent)
        found = [code for code in codes if code not in sums]
        return found or ([TOTAL] if any(read.stated for read in self.part.units) else [])

    def _row(self, read: UnitReading) -> dict[str, int | None]:
        row = {code: self._share(read, code) for code in self.criteria if code}
        for code in self.fields:
            if code not in row:
                columns = self.computed.scores.get((read.unit, code), {})
                row[code] = share(columns.get("points"), columns.get("max_points"))
        row[TOTAL] = self._total(read)
        return row

    def _share(self, read: UnitReading, code: str) -> int | None:
        figures = read.scores.get(code)
        if not figures:
            return None
        figure = next(figures[kind] for kind in COUNTING if kind in figures)
        return share(figure.value, self.subject.items[code].max_points)

    def _total(self, read: UnitReading) -> int | None:
        stated = read.stated.get(Meaning.TOTAL_PERCENT)
        percent = stated.value if stated else self.computed.standings[read.unit]["percent"]
        if percent is not None:
            return int(10 * percent)
        points = read.stated.get(Meaning.TOTAL_POINTS)
        return share(points and points.value, self.subject.edition.criteria_set.max_points)

    def found(self) -> Iterator[OddityFound]:
        tell = {
            Sign.ROWS_SHIFTED: self._rows,
            Sign.ROWS_MIXED: self._mixed,
            Sign.COLUMNS_SHIFTED: self._columns,
            Sign.SAME_AS_BEFORE: self._same,
            Sign.ALL_FULL: self._full,
        }
        leaps: dict[str, list[Oddity]] = {}
        for oddity in oddities_of(
            self.sheet, self.before, criteria=self.criteria, fields=list(dict.fromkeys((*self.fields, TOTAL)))
        ):
            if oddity.sign == Sign.LEAP:
                leaps.setdefault(oddity.criteria[0], []).append(oddity)
            elif oddity.sign != Sign.ROWS_SHIFTED or not self.part.is_scorecards:
                yield tell[oddity.sign](oddity)
        for code, oddities in leaps.items():
            yield self._leap(code, [oddity.units[0] for oddity in oddities])

    def _rows(self, oddity: Oddity) -> OddityFound:
        """Units whose points fit the unit beside better."""
        about = {"count": len(oddity.units), **self._span(oddity.units)}
        if self.part.is_turned:
            message = _(
                "Điểm của %(count)s đơn vị từ cột %(first)s đến cột %(last)s giống năm trước của đơn vị ở cột ngay "
                "%(side)s hơn là của chính đơn vị."
            )
            about["side"] = _("bên trái") if oddity.by > 0 else _("bên phải")
            return OddityFound("rows_shifted", message % about, _("Có bị lệch một cột không?"), about["where"])
        message = _(
            "Điểm của %(count)s đơn vị từ dòng %(first)s đến dòng %(last)s giống năm trước của đơn vị ngay %(side)s "
            "hơn là của chính đơn vị."
        )
        about["side"] = _("phía trên") if oddity.by > 0 else _("phía dưới")
        return OddityFound("rows_shifted", message % about, _("Có bị lệch một dòng không?"), about["where"])

    def _span(self, units: Sequence[str]) -> dict[str, str]:
        """First and last row of some units (column, where units stand in columns), and the cells."""
        reads = [self.units[unit] for unit in (units[0], units[-1])]
        found = [CELL.fullmatch(read.cell) for read in reads]
        first, last = (match[1 if self.part.is_turned else 2] if match else "" for match in found)
        cells = [read.cell for read in reads if read.sheet == reads[0].sheet]
        return {"first": first, "last": last, "where": _place(reads[0].sheet, *cells)}

    def _mixed(self, oddity: Oddity) -> OddityFound:
        message = _(
            "Điểm của các đơn vị trong %(sheet)s không giống năm trước của chính đơn vị hơn của đơn vị khác."
        ) % {"sheet": _sheet(self.part)}
        question = _("Có phải cột tên đơn vị đã được sắp xếp lại mà các cột điểm thì không?")
        return OddityFound("rows_mixed", message, question, self._span(oddity.units)["where"])

    def _columns(self, oddity: Oddity) -> OddityFound:
        first, last = oddity.criteria[0], oddity.criteria[-1]
        about = {"count": len(oddity.criteria), "first": first, "last": last}
        about["side"] = _("liền trước") if oddity.by > 0 else _("liền sau")
        message = _(
            "Điểm của %(count)s tiêu chí từ %(first)s đến %(last)s giống điểm năm trước của tiêu chí %(side)s hơn là "
            "của chính tiêu chí."
        )
        in_rows = self.part.is_turned or self.part.is_scorecards
        question = _("Có bị lệch một dòng không?") if in_rows else _("Có bị lệch một cột không?")
        return OddityFound("columns_shifted", message % about, question, self._of_criteria(first, last))

    def _of_criteria(self, *codes: str) -> str:
        """Where the first unit has its points of some criteria."""
        read = next((read for read in self.part.units if all(code in read.scores for code in codes)), None)
        if read is None:
            return self.part.name
        return _place(read.sheet, *(next(iter(read.scores[code].values())).cell for code in codes))

    def _same(self, oddity: Oddity) -> OddityFound:
        message = _("Mọi điểm trong %(sheet)s giống hệt %(before)s.")
        about = {"sheet": _sheet(self.part), "before": self._named_before()}
        question = _("Có nhầm tệp của năm trước không?")
        return OddityFound("same_as_before", message % about, question, self._span(oddity.units)["where"])

    def _named_before(self) -> str:
        before = self.subject.before
        index = said_either(before.index.short_name, before.index.short_name_en)
        return said_together(" ", (index, before.label))

    def _full(self, oddity: Oddity) -> OddityFound:
        codes = ", ".join(oddity.criteria[:TOLD])
        more = len(oddity.criteria) - TOLD
        if more > 0:
            codes = _("%(codes)s và %(more)s tiêu chí khác") % {"codes": codes, "more": more}
        message = _("Mọi đơn vị đều đạt điểm tối đa ở tiêu chí %(codes)s; năm trước không như vậy.") % {"codes": codes}
        question = _("Các tiêu chí này đã chấm xong chưa?")
        return OddityFound("all_full", message, question, self._of_criteria(oddity.criteria[0]))

    def _leap(self, code: str, units: Sequence[str]) -> OddityFound:
        """Units that moved far more than the others at a field, or in total."""
        told = said_together("; ", (self._moved(unit, code) for unit in units[:TOLD]))
        if len(units) > TOLD:
            told = _("%(told)s; và %(more)s đơn vị khác") % {"told": told, "more": len(units) - TOLD}
        what = _("lĩnh vực %(code)s") % {"code": code} if code else _("tổng điểm")
        message = ngettext(
            "So với năm trước, %(count)s đơn vị thay đổi nhiều hơn hẳn các đơn vị khác ở %(what)s (phần trăm điểm tối "
            "đa): %(told)s.",
            "So với năm trước, %(count)s đơn vị thay đổi nhiều hơn hẳn các đơn vị khác ở %(what)s (phần trăm điểm tối "
            "đa): %(told)s.",
            len(units),
        ) % {"count": len(units), "what": what, "told": told}
        where = _place(self.units[units[0]].sheet, *(self.units[unit].cell for unit in units[:TOLD]), between=", ")
        return OddityFound("leap", message, _("Điểm này có đúng không?"), where)

    def _moved(self, unit: str, code: str) -> str:
        now, before = self.sheet[unit][code], self.before[unit][code]
        up, down = _("%(unit)s từ %(before)s%% lên %(now)s%%"), _("%(unit)s từ %(before)s%% xuống %(now)s%%")
        about = {"unit": self.names[int(unit)], "before": _percent(before), "now": _percent(now)}
        return (up if now > before else down) % about


def _percent(thousandths: int | None) -> str:
    return said_figure(Decimal(thousandths or 0) / 10)


def _place(sheet: str, *cells: str, between: str = ":") -> str:
    """Cells as a spreadsheet names them: `Điểm!B18:B29`."""
    told = between.join(dict.fromkeys(cell for cell in cells if row_of(cell)))
    return f"{sheet}!{told}" if sheet and told else told or sheet
