"""The sentences above the heat table: where all are weak, where they differ most, where one's own unit is weakest."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from indices.domain.figures import from_billionths
from indices.domain.values import CriterionKind

PLACES = 1


class HeatStory:
    """What the table shows, in words.

    Args:
        leaves: the columns as the domain has them; criteria: the same as stored.
        changes_since: label of the year that changes are reckoned from; `None` for levels.
    """

    def __init__(self, figures, leaves, criteria, *, changes_since=None):
        self.figures, self.changes_since = figures, changes_since
        self.columns = [
            (place, criterion)
            for place, (leaf, criterion) in enumerate(zip(leaves, criteria, strict=True))
            if leaf.kind == CriterionKind.ORDINARY
        ]

    def lede(self, blocks, ranges, means, own):
        """The sentences.

        Args:
            blocks: (slug, name) of those that are spoken of.
            ranges: (block slug, criterion id) -> Range.
            means: block slug -> mean (or its change) of each column.
            own: (name, cells) of one's own unit, or `None`.
        """
        told = []
        for slug, name in blocks:
            sentences = list(self._of_all(slug, ranges, means.get(slug, [])))
            if sentences:
                opening = [format_html("<strong>{}:</strong>", name)] if name else []
                told += [*opening, *sentences]
        if own is not None:
            told += self._own_changes(*own) if self.changes_since else self._own_levels(*own)
        return format_html_join(" ", "{}", ((part,) for part in told))

    def _of_all(self, slug, ranges, means):
        known = [(means[place], criterion) for place, criterion in self.columns if means and means[place] is not None]
        if self.changes_since:
            yield from self._changes_of_all(known)
            return
        if known:
            mean, weakest = min(known, key=lambda pair: pair[0])
            yield format_html(
                _("Yếu nhất: <strong>{name}</strong>, trung bình đạt {mean} % điểm tối đa."),
                name=_called(weakest),
                mean=self._percent(mean),
            )
        spread = [
            (found.highest - found.lowest, criterion, found)
            for _place, criterion in self.columns
            if (found := ranges.get((slug, criterion.pk))) is not None and found.count > 1
        ]
        if spread:
            _apart, widest, found = max(spread, key=lambda entry: entry[0])
            yield format_html(
                _("Chênh nhau nhiều nhất: <strong>{name}</strong>, từ {low} đến {high} %."),
                name=_called(widest),
                low=self._percent(found.lowest),
                high=self._percent(found.highest),
            )

    def _changes_of_all(self, known):
        falls, rises = min(known, default=None, key=_figure), max(known, default=None, key=_figure)
        told = {"year": self.changes_since}
        if rises is not None and rises[0] > 0:
            yield format_html(
                _("So với {year}, trung bình tăng nhiều nhất ở <strong>{name}</strong> ({change} điểm %)."),
                name=_called(rises[1]),
                change=self._change(rises[0]),
                **told,
            )
        if falls is not None and falls[0] < 0:
            yield format_html(
                _("So với {year}, trung bình giảm nhiều nhất ở <strong>{name}</strong> ({change} điểm %)."),
                name=_called(falls[1]),
                change=self._change(falls[0]),
                **told,
            )

    def _own_levels(self, name, cells):
        """Where it has the least of the maximum, and where it stands lowest among the others."""
        known = [(cells[place], criterion) for place, criterion in self.columns if cells[place] is not None]
        shares = [(cell, criterion) for cell, criterion in known if cell.percent is not None]
        if not shares:
            return [format_html(_("<strong>{name}</strong> chưa có số liệu ở các cột này."), name=name)]
        lowest, where = min(shares, key=lambda pair: pair[0].percent)
        told = [
            format_html(
                _("<strong>{name}</strong> đạt thấp nhất ở {field}: {percent} %{rank}."),
                name=name,
                field=_called(where),
                percent=self._percent(lowest.percent),
                rank=_ranked(lowest),
            )
        ]
        ranked = [(cell, criterion) for cell, criterion in known if cell.rank is not None and cell.of]
        if ranked:
            last, field = max(ranked, key=lambda pair: pair[0].rank)
            if field is not where:
                told.append(
                    format_html(
                        _("So với các đơn vị khác, {name} đứng thấp nhất ở {field}{rank}."),
                        name=name,
                        field=_called(field),
                        rank=_ranked(last),
                    )
                )
        return told

    def _own_changes(self, name, cells):
        known = [
            (cells[place].change, criterion)
            for place, criterion in self.columns
            if cells[place] is not None and cells[place].change is not None
        ]
        if not known:
            return [format_html(_("<strong>{name}</strong> không so sánh được với năm trước."), name=name)]
        change, where = min(known, key=_figure)
        said = (
            _("<strong>{name}</strong> giảm nhiều nhất ở {field}: {change} điểm %.")
            if change < 0
            else _("<strong>{name}</strong> không giảm ở cột nào; thay đổi ít nhất là {field}: {change} điểm %.")
        )
        return [format_html(said, name=name, field=_called(where), change=self._change(change))]

    def _percent(self, figure):
        return self.figures.format.points(from_billionths(figure), PLACES)

    def _change(self, figure):
        return self.figures.format.change(from_billionths(figure), PLACES)


def _figure(pair):
    return pair[0]


def _called(criterion):
    return f"{criterion.code} {criterion.label}"


def _ranked(cell):
    """` (hạng 60/63)`; empty where there is no rank."""
    if cell.rank is None:
        return ""
    return _(" (hạng %(rank)s)") % {"rank": f"{cell.rank}/{cell.of}" if cell.of else cell.rank}
