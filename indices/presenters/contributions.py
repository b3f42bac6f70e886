"""Of each criterion that rests on lower units' results: which of them pull it down, and by how much."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import round_half_up
from indices.models import ContributionLink, Score
from indices.presenters.words import edition_name, units_word
from indices.presenters.years import scorecard_address
from reformtrack.figures import figure_format
from units.queries import shown_name

NAMED = 3  # units that the sentence names
SHOWN = 30  # units of the table
PLACES = 2
HUNDRED = 100


def contribution_sections(found, scores, language):
    """What templates/indices/_scorecard_contributions.html shows.

    Args:
        found: of `queries.contributions.contributions_of`.
        scores: criterion id -> the unit's own Score, of those that readers may see.
    """
    return [_Section(one, language).shown(scores.get(one.link.criterion_id)) for one in found]


class _Section:
    def __init__(self, one, language):
        self.one, self.format = one, figure_format(language)

    def shown(self, score):
        link, shortfall = self.one.link, self.one.shortfall
        return {
            "summary": f"{link.criterion.code} {link.criterion.shown_name}",
            "result": self._own(score),
            # A sign of percent stays with its figure.
            "sentence": (self._sentence() if shortfall else self._why_not()).replace(" %", "\N{NO-BREAK SPACE}%"),
            "how": link.shown_note,
            "table": self._table() if shortfall else None,
            "notes": list(self._notes()) if self.one.is_open else [],
            "rests_on": self.rests_on,
            "address": self._address(),
            "source": link.source if link.weighting == ContributionLink.Weighting.STATED else None,
        }

    @property
    def rests_on(self):
        part = self.one.link.part
        name = edition_name(self.one.edition)
        return f"{name}, {part.code} {part.shown_name}" if part else name

    def _address(self):
        """Of what it rests on: the page of the one criterion, else the league table."""
        edition, part = self.one.edition, self.one.link.part
        if part is None or not self.one.is_open:
            return edition.get_absolute_url()
        return reverse("criterion", args=(edition.index.slug, edition.label, part.code))

    def _own(self, score):
        if score is None or score.status != Score.Status.SCORED or score.points is None or score.max_points is None:
            return ""
        return _("%(points)s/%(maximum)s điểm") % {
            "points": self.format.exact(score.points),
            "maximum": self.format.exact(score.max_points),
        }

    def _percent(self, share):
        return self.format.points(round_half_up(share * HUNDRED, PLACES), PLACES)

    def _name(self, slug):
        return shown_name(self.one.units[slug], self.one.names)

    def _why_not(self):
        if self.one.is_open:
            return _("Chưa có kết quả nào của các đơn vị cấp dưới.")
        return _("%(rests_on)s không công khai đến mức này nên không nêu được đơn vị nào kéo xuống.") % {
            "rests_on": self.rests_on
        }

    def _sentence(self):
        shortfall = self.one.shortfall
        words = {
            "units": units_word(len(shortfall.parts), self.one.edition.index.level),
            "mean": self._percent(shortfall.mean),
            "level": self._percent(shortfall.level),
        }
        if shortfall.shortfall <= 0:
            return _("Mức chung của %(units)s là %(mean)s %%, đã đạt mức %(level)s %%.") % words
        lead = _("Mức chung của %(units)s là %(mean)s %%, còn thiếu %(lacking)s điểm %% so với %(level)s %%.") % (
            words | {"lacking": self._percent(shortfall.shortfall)}
        )
        first = shortfall.pulling_down[:NAMED]
        told = [f"{self._name(part.unit)} ({self._percent(shortfall.share_of(part))} %)" for part in first]
        most = _("Kéo xuống nhiều nhất, tính theo phần trong khoảng thiếu: %(units)s.") % {"units": "; ".join(told)}
        return f"{lead} {most} {self._most_of_it()}"

    def _most_of_it(self):
        count = self.one.shortfall.most_of_it
        return ngettext(
            "Hơn một nửa khoảng thiếu là của %(count)s đơn vị.",
            "Hơn một nửa khoảng thiếu là của %(count)s đơn vị.",
            count,
        ) % {"count": count}

    def _table(self):
        weighted = self.one.link.weighting == ContributionLink.Weighting.STATED
        heads = [_("Đơn vị"), _("Kết quả (%)"), *([_("Tỷ trọng (%)")] if weighted else [])]
        heads += [_("Kéo xuống (điểm %)"), _("Phần trong khoảng thiếu (%)")]
        return {
            "caption": _("Các đơn vị kéo xuống: %(criterion)s") % {"criterion": self.one.link.criterion.shown_name},
            "caption_hidden": True,
            "heads": [{"text": head, "classes": "num" if place else ""} for place, head in enumerate(heads)],
            "rows": [self._row(part, weighted=weighted) for part in self.one.shortfall.parts[:SHOWN]],
        }

    def _row(self, part, *, weighted):
        share = self.one.shortfall.share_of(part)
        figures = [part.figure, *([part.weight] if weighted else [])]
        cells = [self._percent(figure) for figure in figures]
        cells += [self._percent(part.to_shortfall), self._percent(share) if share is not None else ""]
        unit = self.one.units[part.unit]
        name = {"text": self._name(part.unit), "href": scorecard_address(self.one.edition, unit), "head": True}
        return {"cells": [name, *({"text": text, "classes": "num"} for text in cells)]}

    def _notes(self):
        """What is left out, and what the figures are."""
        shortfall = self.one.shortfall
        told = (
            (_("Chưa biết kết quả nên không tính: %(units)s."), shortfall.unknown if shortfall else ()),
            (_("Không có tỷ trọng nên không tính: %(units)s."), self.one.unweighted),
            (_("Không áp dụng tiêu chí này: %(units)s."), self.one.not_applicable),
        )
        for words, slugs in told:
            if slugs:
                yield words % {"units": "; ".join(self._name(slug) for slug in slugs)}
        if shortfall is None:
            return
        more = len(shortfall.parts) - SHOWN
        if more > 0:
            yield ngettext(
                "Còn %(count)s đơn vị nữa, kéo xuống ít hơn.", "Còn %(count)s đơn vị nữa, kéo xuống ít hơn.", more
            ) % {"count": more}
        yield _(
            "Phần mềm tính: phần kéo xuống = tỷ trọng × (mức phải đạt − kết quả); cộng lại đúng bằng khoảng thiếu, số "
            "âm là kéo lên."
        )
