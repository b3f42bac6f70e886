"""What stands beside the rows of an edition in the record: parts of totals, figures published of the whole table."""

from indices.importing.published_differences import printed_text, row_differences
from indices.importing.published_files import printed
from indices.models import EditionStatistic, StandingPart
from records.sync import sync_sources
from units.models import Group


class Extras:
    """Parts and statistics of one edition as its files say, not stored yet: key of the row -> object.

    Args:
        standings: unit slug -> Standing.
        blocks, bands: slug or name -> Block, Band; criteria: code -> Criterion.
    """

    def __init__(self, file, edition, *, standings, blocks, bands, criteria):
        self.file, self.edition = file, edition
        self.parts = {key: self._part(row, place, standings) for place, (key, row) in enumerate(file.parts.items())}
        groups = {group.slug: group for group in Group.objects.all()} if file.statistics else {}
        self.statistics = {
            key: self._statistic(row, blocks, bands, groups, criteria) for key, row in file.statistics.items()
        }

    def _part(self, row, place, standings):
        points, maximum = printed(row, "stated_points"), printed(row, "max_points")
        if points is None:
            row.required("stated_points")
        return StandingPart(
            standing=row.one_of("unit", standings),
            kind=row.choice("kind", StandingPart.PartKind),
            name=row.required("name"),
            name_en=row.text("name_en"),
            stated_points=points.value,
            stated_points_places=points.places,
            max_points=maximum and maximum.value,
            position=place,
        )

    def _statistic(self, row, blocks, bands, groups, criteria):
        figure = printed(row, "figure")
        if figure is None:
            row.required("figure")
        return EditionStatistic(
            edition=self.edition,
            measure=row.choice("measure", EditionStatistic.Measure),
            label=row.text("label"),
            label_en=row.text("label_en"),
            block=row.one_of("block", blocks, blank=True),
            group=row.one_of("group", groups, blank=True),
            band=row.one_of("band", bands, blank=True),
            criterion=row.one_of("criterion", criteria, blank=True),
            figure=figure.value,
            places=figure.places,
            units_counted=row.whole("units_counted"),
            note=row.text("note"),
        )

    def store(self, sources):
        """Insert them, with the sources of each row. `sources`: code -> Source."""
        StandingPart.objects.bulk_create(self.parts.values())
        EditionStatistic.objects.bulk_create(self.statistics.values())
        self._cite(self.parts, self.statistics, sources)

    def cite(self, sources):
        """Make the sources of what is published exactly those of the file. `sources`: code -> Source."""
        self._cite(self._published_parts(), self._published_statistics(), sources)

    def _cite(self, parts, statistics, sources):
        for model, rows, lines in (
            (StandingPart, parts, self.file.parts),
            (EditionStatistic, statistics, self.file.statistics),
        ):
            sync_sources(model, {rows[key]: line.all_of("sources", sources) for key, line in lines.items()})

    def differences(self):
        """A RecordError for each row, or each cell, that differs from what is published."""
        file = self.file
        yield from row_differences(
            file.path / "parts.csv", file.parts, self._published_parts(), self.parts, said=_said_of_part, name=_listed
        )
        yield from row_differences(
            file.path / "statistics.csv",
            file.statistics,
            self._published_statistics(),
            self.statistics,
            said=_said_of_statistic,
            name=_listed,
        )

    def _published_parts(self):
        parts = StandingPart.objects.filter(standing__edition=self.edition).select_related("standing__unit")
        return {(part.standing.unit.slug, part.name): part for part in parts}

    def _published_statistics(self):
        statistics = self.edition.statistics.select_related("block", "group", "band", "criterion")
        return {_key(statistic): statistic for statistic in statistics}


def _listed(key):
    """A row by the cells that name it."""
    return ", ".join(filter(None, key))


def _key(statistic):
    """What names a statistic in its file: measure, label, block, group, band, criterion."""
    return (
        statistic.measure,
        statistic.label,
        statistic.block.slug if statistic.block else "",
        statistic.group.slug if statistic.group else "",
        statistic.band.name if statistic.band else "",
        statistic.criterion.code if statistic.criterion else "",
    )


def _said_of_part(part):
    return {
        "kind": part.kind,
        "name_en": part.name_en,
        "stated_points": printed_text(part.stated_points, part.stated_points_places),
        "max_points": part.max_points,
    }


def _said_of_statistic(statistic):
    return {
        "label_en": statistic.label_en,
        "figure": printed_text(statistic.figure, statistic.places),
        "units_counted": statistic.units_counted,
        "note": statistic.note,
    }
