"""What the database holds of one edition, by the words of `published_figures.csv`, in the digits that were printed."""

import re
from collections import defaultdict
from functools import cached_property

from django.db.models import F

from indices.models import Edition, EditionStatistic, Score, StandingPart

BOUNDS = re.compile(r"(?:Từ (?P<lower>[\d,]+)(?: trở lên)?)?(?:(?: đến|Dưới)(?: dưới)? (?P<upper>[\d,]+))?")


def printed(value, places):
    """A stated figure as it was printed; empty where there is none."""
    return "" if value is None else f"{value:.{places}f}"


def plain(value):
    """A bound or a maximum as the tables write it: no digit more than it needs; empty where there is none."""
    return "" if value is None else f"{value.normalize():f}"


def bounds_said(label):
    """The bounds that a label says in words: `Từ 70 đến dưới 80` is `70-80`; `None` where it says none."""
    said = BOUNDS.fullmatch(label)
    return said and "-".join((said[bound] or "").replace(",", ".") for bound in ("lower", "upper"))


class Stored:
    """The newest published revision of one edition."""

    def __init__(self, index, label):
        self.edition = Edition.objects.published().select_related("criteria_set").get(index__slug=index, label=label)

    @cached_property
    def standings(self):
        rows = self.edition.standings.select_related("unit", "block", "stated_band")
        return {standing.unit.slug: standing for standing in rows}

    @cached_property
    def scores(self):
        rows = Score.objects.filter(standing__edition=self.edition).annotate(
            slug=F("standing__unit__slug"), code=F("criterion__code"), worth=F("criterion__max_points")
        )
        return {(score.slug, score.code): score for score in rows}

    @cached_property
    def parts(self):
        rows = StandingPart.objects.filter(standing__edition=self.edition).annotate(slug=F("standing__unit__slug"))
        return {(part.slug, part.name): part for part in rows}

    @cached_property
    def bands(self):
        return {band.name: f"{plain(band.lower)}-{plain(band.upper)}" for band in self.edition.bands.all()}

    @cached_property
    def statistics(self):
        """(measure, what it is of) -> figures. A figure of the whole table is of ""."""
        found = defaultdict(list)
        rows = EditionStatistic.objects.filter(edition=self.edition)
        for row in rows.select_related("block", "group", "band", "criterion"):
            of = [row.block and row.block.slug, row.group and row.group.slug, row.criterion and row.criterion.code]
            of = [name for name in of if name] or [row.label]
            if row.band:  # a group is named by its name, or by its bounds where the table counts by bounds
                of = [row.band.name, self.bands[row.band.name]]
            for name in of:
                found[row.measure, name].append(printed(row.figure, row.places))
        return found

    def holds(self, row):
        """Is this line of `published_figures.csv` stored, to the last digit?"""
        return row["figure"] in self.figures(row["kind"], row["unit"], row["name"])

    def figures(self, kind, unit, name):
        """What is stored of that kind, of that unit, under that name: none, one, or several."""
        if kind.startswith("field_"):
            return self._of_score(kind.removeprefix("field_"), self.scores.get((unit, name)))
        find = {
            "mean": lambda: self.statistics[kind, name],
            "highest": lambda: self.statistics[kind, name],
            "lowest": lambda: self.statistics[kind, name],
            "count": lambda: self._counts(name),
            "band_bounds": lambda: self._bounds(name),
            "stated_units": lambda: [str(self._roll(name).stated_units)],
            "part": lambda: self._of_part("stated_points", unit, name),
            "part_maximum": lambda: self._of_part("max_points", unit, name),
        }
        return find[kind]() if kind in find else self._of_standing(kind, unit, name)

    def _of_standing(self, kind, unit, name):
        standing = self.standings.get(unit)
        if standing is None:
            return []
        stated = {
            "points": printed(standing.stated_points, standing.stated_points_places),
            "percent": printed(standing.stated_percent, standing.stated_percent_places),
            "rank": str(standing.stated_rank or ""),
            "band": standing.stated_band.name if standing.stated_band else "",
        }
        if kind != "row":
            return [stated[kind]]
        if name in ("highest", "lowest"):  # a unit named as the first or the last; the source may give no figure
            return [stated["percent"], ""]
        return [""] if name == (standing.block.slug if standing.block else "") else []

    def _of_score(self, kind, score):
        if score is None:
            return []
        if kind == "maximum":
            return [plain(score.own_max_points or score.worth)]
        if kind == "rank":
            return [str(score.stated_rank or "")]
        return [printed(getattr(score, f"stated_{kind}"), getattr(score, f"stated_{kind}_places"))]

    def _of_part(self, column, unit, name):
        part = self.parts.get((unit, name))
        if part is None:
            return []
        if column == "max_points":
            return [plain(part.max_points)]
        return [printed(part.stated_points, part.stated_points_places)]

    def _bounds(self, name):
        """Of a band, or of all where the source does not name it; `-` where only the label is published."""
        return [bounds for band, bounds in self.bands.items() if name in ("", band)]

    def _counts(self, name):
        """Of a group, by its name or its bounds; where no groups were published, the label says the bounds in words."""
        return [
            figure
            for (measure, of), figures in self.statistics.items()
            if measure == "count" and name in (of, bounds_said(of))
            for figure in figures
        ]

    def _roll(self, block):
        return self.edition.blocks.get(slug=block) if block else self.edition
