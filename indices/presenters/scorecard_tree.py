"""The whole tree of a scorecard, a fold for each field: how the points came about, or how they compare."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from indices.presenters.scorecard_fields import change_of, percents, rank_among, why_no_points
from indices.presenters.scorecard_links import criterion_link
from reformtrack.figures import NOTHING

NUMBER = "num"
WAYS = ("self_points", "appraised_points", "survey_points")


def tree_of(fields):
    """[{summary, note, table}] for templates/indices/_scorecard_tree.html; none where nothing stands below the fields.

    Args:
        fields: `FieldTable`.
    """
    return _Tree(fields).branches() if any(fields.below.values()) else []


class _Tree:
    """Six columns at most: where it is known how the points came about, that; else the mean and the rank."""

    def __init__(self, fields):
        self.fields, self.edition = fields, fields.card.year.edition
        rows = [line.score for line in fields.card.lines if line.score is not None]
        self.ways = [way for way in WAYS if any(getattr(row, way) is not None for row in rows)]

    def branches(self):
        return [self._branch(line) for line in self.fields.fields]

    def _branch(self, line):
        summary = f"{line.criterion.code}. {line.criterion.shown_name}"
        return {
            "summary": summary,
            "note": self.fields.out_of(line),
            "table": {
                "caption": summary,
                "caption_hidden": True,
                "heads": self._heads(),
                "rows": [self._row(one) for one in self._descendants(line)],
            },
        }

    def _heads(self):
        heads = [{"text": _("Tiêu chí")}]
        words = {
            "self_points": _("Tự đánh giá"),
            "appraised_points": _("Thẩm định"),
            "survey_points": _("Điều tra XHH"),
        }
        heads += [{"text": words[way], "classes": f"{NUMBER} wide"} for way in self.ways]
        heads.append({"text": _("Đạt / tối đa"), "classes": NUMBER})
        if not self.ways:
            heads += [
                {"text": _("%"), "classes": NUMBER},
                {"text": _("Trung bình (%)"), "classes": f"{NUMBER} wide"},
                {"text": _("Hạng"), "classes": NUMBER},
            ]
        if self.fields.compared:
            heads.append({"text": self.fields.earlier, "classes": NUMBER})
        return heads

    def _descendants(self, line):
        """Everything below a criterion, each followed by what is below it."""
        for child in self.fields.below.get(line.criterion.pk, []):
            yield child
            yield from self._descendants(child)

    def _row(self, line):
        cells = [{"text": self._name(line), "head": True, "classes": "unit"}]
        cells += [{"text": self._way(line.score, way), "classes": f"{NUMBER} wide muted"} for way in self.ways]
        cells.append({"text": why_no_points(line) or self.fields.out_of(line), "classes": NUMBER})
        if not self.ways:
            own, mean, _best = percents(line)
            cells += [
                {"text": self.fields.percent(own), "classes": NUMBER},
                {"text": self.fields.percent(mean), "classes": f"{NUMBER} wide muted"},
                {"text": rank_among(line), "classes": NUMBER},
            ]
        if self.fields.compared:
            cells.append({"text": self._before(line), "classes": NUMBER})
        return {"cells": cells}

    def _name(self, line):
        criterion = line.criterion
        link = format_html('<a href="{}">{}</a>', criterion_link(self.edition, criterion.code), criterion.shown_name)
        if criterion.pk in self.fields.below:
            link = format_html("<strong>{}</strong>", link)
        return format_html("<small>{}</small> {}{}", criterion.code, link, _where_from(line.score))

    def _way(self, score, way):
        """One figure on the way to the points; of an appraisal, both before and after explaining."""
        value = None if score is None else getattr(score, way)
        if value is None:
            return NOTHING
        text = self.fields.figures.total(value)
        if way == "appraised_points" and score.reappraised_points is not None:
            return f"{text} → {self.fields.figures.total(score.reappraised_points)}"
        return text

    def _before(self, line):
        """The points of the year before with the change since."""
        before = line.before.points if line.before else None
        change = change_of(line)
        text = self.fields.figures.total(before)
        if not change:
            return text
        kind = "worse" if change < 0 else "better"
        return format_html('{} <small class="{}">{}</small>', text, kind, self.fields.figures.change(change))


def _where_from(score):
    """The cell of the file that the figure was read from."""
    if score is None or not score.cell:
        return ""
    words = {"sheet": score.sheet, "cell": score.cell}
    return format_html('<small class="beside">{}</small>', _("trang %(sheet)s, ô %(cell)s") % words)
