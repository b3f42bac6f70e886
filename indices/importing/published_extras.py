"""What stands beside the rows of an edition in the record: parts of totals, figures published of the whole table."""

from django.utils.translation import gettext as _

from indices.importing.published_files import printed
from indices.models import EditionStatistic, StandingPart
from records.record_files import RecordError
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
        for model, rows, lines in (
            (StandingPart, self.parts, self.file.parts),
            (EditionStatistic, self.statistics, self.file.statistics),
        ):
            model.objects.bulk_create(rows.values())
            sync_sources(model, {rows[key]: line.all_of("sources", sources) for key, line in lines.items()})

    def differences(self):
        """A RecordError for each row that differs from what is published."""
        folder, file = self.file.path, self.file
        parts = {(part.standing.unit.slug, part.name): part for part in _parts(self.edition)}
        yield from _differences(folder / "parts.csv", file.parts, parts, self.parts, _said_of_part)
        figures = {_key(statistic): statistic for statistic in _statistics(self.edition)}
        path = folder / "statistics.csv"
        yield from _differences(path, file.statistics, figures, self.statistics, _said_of_statistic)


def _parts(edition):
    return StandingPart.objects.filter(standing__edition=edition).select_related("standing__unit")


def _statistics(edition):
    return edition.statistics.select_related("block", "group", "band", "criterion")


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
    return (part.kind, part.name_en, f"{part.stated_points:.{part.stated_points_places}f}", part.max_points)


def _said_of_statistic(statistic):
    return (statistic.label_en, f"{statistic.figure:.{statistic.places}f}", statistic.units_counted, statistic.note)


def _differences(path, lines, found, wanted, said):
    for key, line in lines.items():
        if key not in found:
            yield line.fault(_("dòng này chưa có trong bản đã công bố"))
        elif said(found[key]) != said(wanted[key]):
            yield line.fault(
                _("đã công bố %(before)s, tệp ghi %(after)s") % {"before": said(found[key]), "after": said(wanted[key])}
            )
    for key in found.keys() - lines.keys():
        yield RecordError(path, None, _("%(row)s: đã công bố mà không còn trong tệp") % {"row": ", ".join(key)})
