"""The map of the home page: its shapes as markup, the fifths as a table that says the same, and what is not drawn.

Everything that comes from the database is escaped here, once; paths are checked when they are read (`indices/maps.py`).
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.maps import CLASSES, places_of_class, quantile_classes, rank_class
from indices.models import Standing
from indices.presenters.addresses import source_address
from indices.presenters.editions import table_address, total_in_words
from indices.presenters.home import table_status, total_heading
from indices.presenters.words import Figures, edition_name, units_word
from indices.queries.site import is_partial
from reformtrack.text import sort_key
from units.queries import shown_name

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"


@dataclass
class Levels:
    """What a map is coloured by: the totals, or the ranks."""

    by_rank: bool
    places: int | None  # how many ranks there are in all, where the fifths are of those
    of_unit: dict  # slug -> class, 0 the lowest fifth; units without a figure are not in it
    standings: list  # those that have the figure, the best first


def levels_of(standings, *, places=None, known_in_part=False):
    """Put units into fifths.

    Args:
        standings: of the units drawn.
        places: how many units the issuer ranked; `None` where that is not known.
        known_in_part: did it rank more units than the record knows?

    Totals come first: they say how far apart units are. Of a table that is known in part ranks say more, because a rank
    tells the fifth of the whole country and a total only that of the few known; so they do where there are more ranks
    than totals. Ranks within blocks do not compare.
    """
    totals = [standing for standing in standings if standing.total is not None]
    ranks = [standing for standing in standings if standing.shown_rank is not None]
    by_rank = len(ranks) >= len(totals) + (not known_in_part) and not any(standing.block_id for standing in ranks)
    if by_rank:
        found = sorted(ranks, key=lambda standing: (standing.shown_rank, standing.unit.sort_key))
        classes = (
            [rank_class(standing.shown_rank, places) for standing in found]
            if places
            else quantile_classes([-standing.shown_rank for standing in found])
        )
    else:
        found = sorted(totals, key=lambda standing: (-standing.total, standing.unit.sort_key))
        classes = quantile_classes([standing.total for standing in found])
    of_unit = {standing.unit.slug: level for standing, level in zip(found, classes, strict=True)}
    return Levels(by_rank, places if by_rank else None, of_unit, found)


def map_section(choice, country, data, atlas, *, language, my_unit=""):
    """The whole section, as indices/_map.html takes it.

    Args:
        choice: `queries.maps.MapChoice`.
        country: `maps.Country` of the day on which the edition ended.
        data: `queries.maps.MapData` of its units.
        my_unit: slug of the reader's own unit; empty: none is marked.
    """
    edition = choice.edition
    drawn = [standing for slug, standing in data.standings.items() if slug in country.units]
    levels = levels_of(drawn, places=edition.stated_units, known_in_part=is_partial(edition, choice.known))
    section = _Section(edition, country, data, levels, language, my_unit)
    return {
        "edition": edition_name(edition),
        "table_href": table_address(edition),
        "status": table_status(edition),
        "sentence": section.sentence(),
        "indices": [
            {
                "text": index.label,
                "href": f"{reverse('home')}?map={index.slug}#map",
                "current": index.pk == edition.index_id,
            }
            for index in choice.indices
        ],
        "index": edition.index.slug,
        "years": [
            {"value": sister.label, "text": _year(sister, choice.known), "selected": sister.pk == edition.pk}
            for sister in choice.sisters
        ],
        "picture": {
            "label": _("Bản đồ %(edition)s") % {"edition": edition_name(edition)},
            "frame": f"0 0 {country.width} {country.height}",
            "shapes": section.shapes(),
            "names": [
                {"x": str(one.x), "y": str(one.y), "text": one.name_en if language.startswith("en") else one.name}
                for one in atlas.archipelagos
            ],
        },
        "caption": section.caption(),
        "heading": section.heading(),
        "classes": section.classes(),
        "not_drawn": section.not_drawn(),
        "has_own": my_unit in country.units,
        "credit": source_address(country.sources[0]),
        "licence": LICENCE,
    }


def _year(edition, known):
    """`2016`, or `2024 (11/63)` for a year of which not everything is known."""
    if not is_partial(edition, known):
        return edition.label
    return f"{edition.label} ({known.get(edition.pk, 0)}/{edition.stated_units})"


class _Section:
    """What each part of the section is made from."""

    def __init__(self, edition, country, data, levels, language, my_unit):
        self.edition, self.country, self.data, self.levels = edition, country, data, levels
        self.language, self.my_unit = language, my_unit
        self.figures = Figures(edition.index, language)
        # One reverse each, then a replacement a shape.
        self.scorecard = reverse("scorecard", args=(edition.index.slug, edition.label, "UNIT"))
        self.unit_page = reverse("unit_detail", args=("UNIT",))

    def name(self, unit):
        return shown_name(unit, self.data.names)

    def sentence(self):
        """How many units are coloured, and between which figures they lie."""
        placed = self.levels.standings
        if not placed:
            return _("Chưa có số liệu nào để tô màu.")
        words = {
            "known": len(placed),
            "units": units_word(len(self.country.shapes), self.edition.index.level),
            "best": self._bound(placed[0]),
            "last": self._bound(placed[-1]),
        }
        if words["best"] == words["last"]:
            told = _("%(known)s trong %(units)s có số liệu: %(best)s.")
        elif self.levels.by_rank:
            told = _("%(known)s trong %(units)s có thứ hạng, từ hạng %(best)s đến hạng %(last)s.")
        else:
            told = _("%(known)s trong %(units)s có số liệu, từ %(last)s đến %(best)s.")
        return told % words

    def _bound(self, standing):
        return str(standing.shown_rank) if self.levels.by_rank else self.figures.standing(standing)

    def shapes(self):
        """Every province as a link with its title, from north to south, and the outline of the reader's own on top."""
        drawn, outline = [], ""
        for shape in self.country.shapes:
            islets = f'<path class="islets" d="{shape.islets}"/>' if shape.islets else ""
            paths = f'<path d="{shape.path}"/>{islets}'
            unit = self.data.units.get(shape.unit)
            if unit is None:  # a record without this unit: the country is drawn whole all the same
                drawn.append(f'<g class="unknown">{paths}</g>')
                continue
            level = self.levels.of_unit.get(shape.unit)
            kind = "unknown" if level is None else f"level-{level + 1}"
            page = self.scorecard if shape.unit in self.data.standings else self.unit_page
            href = page.replace("UNIT", escape(shape.unit))
            drawn.append(f'<a href="{href}" class="{kind}"><title>{escape(self._title(unit))}</title>{paths}</a>')
            if shape.unit == self.my_unit:
                outline = f'<path class="own-halo" d="{shape.path}"/><path class="own" d="{shape.path}"/>'
        return mark_safe("".join(drawn) + outline)  # noqa: S308 - names and addresses are escaped above, paths are checked

    def _title(self, unit):
        """`Quảng Ninh: hạng 1, 47,8212 điểm`; of a unit without a figure, why."""
        told = self._result(self.data.standings.get(unit.slug))
        if unit.slug == self.my_unit:
            told = _("%(result)s (đơn vị của tôi)") % {"result": told}
        return f"{self.name(unit)}: {told}"

    def _result(self, standing):
        if standing is None:
            return _("chưa công bố")
        parts = [_("hạng %(rank)s") % {"rank": standing.shown_rank}] if standing.shown_rank is not None else []
        total = total_in_words(standing, self.language)
        if total:
            parts.append(total)
        if not parts or standing.status in (Standing.Status.UNRANKED, Standing.Status.INCOMPLETE):
            parts.append(self._reason(standing))
        return ", ".join(parts)

    @staticmethod
    def _reason(standing):
        """Why a unit has no rank, or nothing at all."""
        if standing is not None and standing.status == Standing.Status.INCOMPLETE:
            return _("thiếu thành phần")
        if standing is not None and standing.status == Standing.Status.UNRANKED:
            return _("không xếp hạng")
        return _("chưa công bố")

    def caption(self):
        """What the colours part."""
        if self.levels.places:
            told = _("Mỗi màu là khoảng một phần năm của %(places)s thứ hạng; màu càng đậm, thứ hạng càng cao.")
            return told % {"places": self.levels.places}
        if len(self.levels.standings) < CLASSES:
            return _("Quá ít số liệu để chia thành các mức: một màu cho mọi đơn vị có số liệu.")
        return _("Mỗi màu là khoảng một phần năm số đơn vị có số liệu; màu càng đậm, kết quả càng cao.")

    def heading(self):
        return _("Thứ hạng") if self.levels.by_rank else total_heading(self.edition)

    def classes(self):
        """The fifths, best first, then the units without a figure: [{kind, bounds, count, units: [{text, own}]}]."""
        rows = []
        for level in reversed(range(CLASSES)):
            members = [one for one in self.levels.standings if self.levels.of_unit[one.unit.slug] == level]
            if members:
                bounds = self._bounds(level, members)
                rows.append(self._row(f"level-{level + 1}", bounds, [(one.unit, "") for one in members]))
        without = [unit for slug, unit in self.data.units.items() if slug not in self.levels.of_unit]
        if without:
            without.sort(key=lambda unit: (sort_key(self.name(unit)), unit.pk))
            named = [(unit, self._note(unit)) for unit in without]
            rows.append(self._row("unknown", _("Không có số liệu"), named))
        return rows

    def _bounds(self, level, members):
        """`44,7012 – 47,8212`, lowest first; of ranks all places of the fifth, first one first."""
        if self.levels.places:
            places = places_of_class(level, self.levels.places)
            low, high = str(places[0]), str(max(places[-1], members[-1].shown_rank))
        else:
            low, high = self._bound(members[-1]), self._bound(members[0])
            if self.levels.by_rank:
                low, high = high, low
        return low if low == high else f"{low} – {high}"

    def _row(self, kind, bounds, members):
        count = len(members)
        return {
            "kind": kind,
            "bounds": bounds,
            "count": ngettext("%(count)s đơn vị", "%(count)s đơn vị", count) % {"count": count},
            "units": [
                {"text": self.name(unit), "note": note, "own": unit.slug == self.my_unit} for unit, note in members
            ],
        }

    def _note(self, unit):
        """What is known of a unit that is not coloured; empty where nothing is."""
        standing = self.data.standings.get(unit.slug)
        if standing is None or standing.status == Standing.Status.NOT_PUBLISHED:
            return ""
        return self._result(standing)

    def not_drawn(self):
        """Units of the edition with a result but without a shape of their own: `Hà Tây: hạng 41, 40,73 điểm`."""
        found = [one for slug, one in self.data.standings.items() if slug not in self.country.units]
        found = [one for one in found if one.total is not None or one.shown_rank is not None]
        return "; ".join(
            f"{self.name(one.unit)}: {self._result(one)}" for one in sorted(found, key=lambda one: one.unit.sort_key)
        )
