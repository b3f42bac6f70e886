"""The fields of a scorecard with their bars against the mean and the best."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indices.domain.figures import percent_of
from indices.models import Criterion, CriterionStatistic, Score
from indices.presenters.said import said
from indices.presenters.scorecard_links import criterion_link
from indices.presenters.years import total_moved
from reformtrack.figures import NOTHING

QUARTERS_FROM = 8  # units: with fewer, a quarter says nothing
PERCENT_PLACES = 2
HUNDRED = Decimal(100)


class FieldTable:
    """The fields of one scorecard as templates/indices/_scorecard_fields.html takes them; `rows` is empty without any.

    Bars begin at `low` percent, which the heading says: 0, or where all that is drawn lies high, a round figure below.
    """

    def __init__(self, card, figures):
        self.card, self.figures = card, figures
        below = {}
        for line in card.lines:
            below.setdefault(line.criterion.parent_id, []).append(line)
        self.fields = below.pop(None, [])
        self.below = below
        year = card.year
        self.compared = year.before is not None and not year.is_break and year.before.standing is not None
        self.earlier = year.before.edition.label if self.compared else ""
        drawn = [value for line in self.fields for value in percents(line) if value is not None]
        self.low = _axis_start(drawn)
        self.has_bars = bool(drawn)
        self.rows = said([self._row(line) for line in self.fields])

    def moves(self):
        """Fields that fell, the most first, and fields that rose, the most first: [(ScoreLine, change)] each."""
        known = [(line, change_of(line)) for line in self.fields]
        changed = sorted(((line, change) for line, change in known if change), key=lambda pair: pair[1])
        return [pair for pair in changed if pair[1] < 0], [pair for pair in reversed(changed) if pair[1] > 0]

    def below_mean(self):
        """(how many fields lie below the mean, how many can be compared)."""
        pairs = [percents(line)[:2] for line in self.fields]
        compared = [(own, mean) for own, mean in pairs if own is not None and mean is not None]
        return sum(own < mean for own, mean in compared), len(compared)

    def reading(self):
        """Where the unit is farthest behind the mean and farthest ahead of it; "" where nothing can be compared."""
        apart = [(own - mean, line) for line in self.fields for own, mean in [percents(line)[:2]] if _known(own, mean)]
        if not apart:
            return ""
        told = []
        least, most = (pick(apart, key=lambda pair: pair[0]) for pick in (min, max))
        if least[0] < 0:
            told.append(_("Kém trung bình nhiều nhất: %(field)s.") % {"field": self._apart(*least)})
        if most[0] > 0:
            told.append(_("Hơn trung bình nhiều nhất: %(field)s.") % {"field": self._apart(*most)})
        return " ".join(told)

    def _apart(self, distance, line):
        change = self.figures.format.change(distance, PERCENT_PLACES)
        return _("%(name)s (%(change)s điểm %%)") % {"name": line.criterion.label, "change": change}

    def _row(self, line):
        criterion, statistic = line.criterion, line.statistic
        own, mean, best = percents(line)
        kind = _quarter(line)
        row = {
            "code": criterion.code,
            "name": criterion.shown_name,
            "href": criterion_link(self.card.year.edition, criterion.code),
            "points": self.points(line),
            "maximum": self._maximum(line),
            "percent": self.percent(own),
            "mean": self.percent(mean),
            "best": self.percent(best),
            "rank": rank_among(line),
            "kind": kind,
            "change": self._change(line),
            "why": why_no_points(line),
            "bar": None,
        }
        if own is not None and statistic is not None:
            row["bar"] = {
                "value": self._along(own),
                "mean": self._along(mean),
                "top": self._along(best),
                "kind": kind,
                "text": _("%(own)s %%; trung bình %(mean)s %%; cao nhất %(best)s %%")
                % {"own": row["percent"], "mean": row["mean"], "best": row["best"]},
            }
        return row

    def _along(self, percent):
        """A percent as a place on the axis, 0 to 100, as text with a point."""
        if percent is None:
            return ""
        place = (percent - self.low) / (HUNDRED - self.low) * HUNDRED
        return f"{min(max(place, Decimal(0)), HUNDRED):.1f}"

    def points(self, line):
        """The figure at a criterion: the printed digits of a stated one, else the index's places."""
        score = line.score
        if score is None:
            return NOTHING
        if score.stated_points is not None:
            return self.figures.total(score.stated_points, score.stated_points_places)
        return self.figures.total(score.points)

    def _maximum(self, line):
        own = line.score.max_points if line.score else None
        maximum = line.criterion.max_points if own is None else own
        if maximum is None or (line.score and line.score.status == Score.Status.NOT_APPLICABLE):
            return ""
        exact = self.figures.format.exact(maximum)
        # A third of ten has nine places stored; more digits than the points beside it would say nothing.
        return exact if len(exact) <= 6 else self.figures.total(maximum)

    def percent(self, value):
        return NOTHING if value is None else self.figures.format.points(value, PERCENT_PLACES)

    def _change(self, line):
        change = change_of(line)
        return total_moved(change, self.figures, _("điểm")) if change is not None else None

    def out_of(self, line):
        """`5,3892 / 10`."""
        maximum = self._maximum(line)
        return f"{self.points(line)} / {maximum}" if maximum else self.points(line)


def _known(own, mean):
    return own is not None and mean is not None


def rank_among(line):
    """`16/61`; the rank alone where it is not known among how many."""
    rank = None if line.score is None else line.score.shown_rank
    if rank is None:
        return NOTHING
    return f"{rank}/{line.statistic.count}" if line.statistic else str(rank)


def _quarter(line):
    """`worse` in the last quarter of the field, `better` in the first, else nothing."""
    rank = None if line.score is None else line.score.shown_rank
    count = line.statistic.count if line.statistic else 0
    if rank is None or count < QUARTERS_FROM:
        return ""
    if rank > count - count // 4:
        return "worse"
    return "better" if rank <= count // 4 else ""


def percents(line):
    """(own, mean, best) of a criterion in percent of its maximum; `None` for each that is not known."""
    score, statistic, maximum = line.score, line.statistic, line.criterion.max_points
    own = None
    if score is not None:
        own = score.percent if score.stated_percent is None else score.stated_percent
    if statistic is None or line.criterion.kind != Criterion.CriterionKind.ORDINARY:
        return own, None, None
    if statistic.figure == CriterionStatistic.Figure.PERCENT:
        return own, statistic.mean, statistic.highest
    if maximum is None:
        return own, None, None
    return own, percent_of(statistic.mean, maximum), percent_of(statistic.highest, maximum)


def _axis_start(percents):
    """Where the bars begin: 0, or, where everything lies high, the ten some way below the lowest."""
    lowest = min(percents, default=Decimal(0))
    return max(Decimal(0), (lowest - 5) // 10 * 10) if lowest >= 60 else Decimal(0)


def change_of(line):
    """Points gained since the edition before, of the same set and out of the same maximum; `None`: not known."""
    score, before = line.score, line.before
    if score is None or before is None or score.points is None or before.points is None:
        return None
    return score.points - before.points if score.max_points == before.max_points else None


def why_no_points(line):
    """In words why there are no points; empty where there are."""
    if line.score is None:
        return _("không có số liệu")
    if line.score.status == Score.Status.NOT_APPLICABLE:
        return _("không áp dụng")
    if line.score.status == Score.Status.NOT_SCORED:
        return _("không có số liệu")
    return ""


def missing_names(missing, lines):
    """What a standing lacks, by name: a criterion that lacks everything below it stands for what is below it.

    Args:
        missing: codes of leaves.
        lines: the criteria that readers may see; a code that is not among them stays a code.
    """
    by_parent = {}
    for line in lines:
        by_parent.setdefault(line.criterion.parent_id, []).append(line.criterion)
    lacking, named = set(missing), []

    def leaves(criterion):
        below = by_parent.get(criterion.pk)
        return [leaf for child in below for leaf in leaves(child)] if below else [criterion.code]

    def name(criteria):
        for criterion in criteria:
            codes = leaves(criterion)
            if lacking.issuperset(codes):
                named.append(f"{criterion.code} {criterion.shown_name}")
                lacking.difference_update(codes)
            else:
                name(by_parent.get(criterion.pk, []))

    name(by_parent.get(None, []))
    return named + [code for code in missing if code in lacking]
