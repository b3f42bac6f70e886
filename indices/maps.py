"""Maps of the provinces as they stood on a day, and the fifths that figures fall into (docs/adr/0008-map.md).

Shapes were projected and simplified beforehand (`fixtures/geo/README.md`): here they are read, once a process, and put
into the page as they are. Knows neither models nor the words of a page: presenters hand it values.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from records.record_files import RecordError, keyed, read_table

CLASSES = 5
DRAWN = re.compile(r"[MLHVZmlhvz0-9 -]*", re.ASCII)  # goes into pages as it stands, so that it may hold nothing else


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit as SVG draws it. `islets`: far islands, as dots (`M x y h0`); empty where it has none."""

    unit: str
    path: str
    islets: str


@dataclass(frozen=True, slots=True)
class Archipelago:
    """An archipelago that every map draws. `x`, `y`: where the middle of its name is; `units`: whose shapes hold it."""

    name: str
    name_en: str
    x: int
    y: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The shapes of all provinces of a time, from north to south."""

    path: Path
    valid_from: date
    valid_to: date | None  # last day, inclusive
    width: int
    height: int
    sources: tuple[str, ...]
    shapes: tuple[Shape, ...]

    @property
    def units(self) -> set[str]:
        return {shape.unit for shape in self.shapes}


@dataclass(frozen=True, slots=True)
class Atlas:
    """Every map, oldest first, and the archipelagos that are on each."""

    maps: tuple[Country, ...]
    archipelagos: tuple[Archipelago, ...]

    def on(self, day: date) -> Country | None:
        """The map of a day; the first one for a day before it. `None`: the record has no maps."""
        begun = [country for country in self.maps if country.valid_from <= day]
        return begun[-1] if begun else next(iter(self.maps), None)

    def number_on(self, day: date) -> int:
        """How many provinces the map of a day draws."""
        country = self.on(day)
        return len(country.shapes) if country else 0

    @property
    def sources(self) -> list[str]:
        """Codes of the sources of all maps, each once."""
        return list(dict.fromkeys(code for country in self.maps for code in country.sources))


def read_atlas(folder: Path) -> Atlas:
    """Read the maps of the record; an empty atlas where the folder has none.

    Raises:
        RecordError: with the file and the line, and what is wrong there.
    """
    maps = [_read_map(folder, row) for row in keyed(read_table(folder / "maps.csv"), "slug").values()]
    archipelagos = tuple(
        Archipelago(
            name=row.required("name"),
            name_en=row.required("name_en"),
            x=row.whole("x") or 0,
            y=row.whole("y") or 0,
            units=tuple(row.listed("units")),
        )
        for row in keyed(read_table(folder / "archipelagos.csv"), "slug").values()
    )
    return Atlas(tuple(sorted(maps, key=lambda country: country.valid_from)), archipelagos)


def _read_map(folder, row):
    path = folder / f"{row.required('slug')}.csv"
    shapes = []
    for line in keyed(read_table(path, ("unit", "path", "islets")), "unit").values():
        for column in ("path", "islets"):
            if not DRAWN.fullmatch(line.text(column)):
                raise line.fault(_("cột “%(column)s” không phải đường vẽ bằng số nguyên") % {"column": column})
        shapes.append(Shape(line.text("unit"), line.required("path"), line.text("islets")))
    row.required("valid_from")
    return Country(
        path=path,
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        width=row.whole("width") or 0,
        height=row.whole("height") or 0,
        sources=tuple(row.listed("sources")),
        shapes=tuple(shapes),
    )


def check_atlas(atlas: Atlas, units: Mapping, sources: Mapping) -> None:
    """Each map draws the provinces of its time, all of them and nothing else, the archipelagos among them.

    Args:
        units: slug -> Unit of the record, of every level.
        sources: code -> Source of the record.

    Raises:
        RecordError: a province is missing or too many, an archipelago is not drawn, a source is not in the record.
    """
    for country in atlas.maps:
        for code in country.sources:
            if code not in sources:
                raise RecordError(country.path, None, _("không có nguồn “%(code)s” trong bản ghi") % {"code": code})
        for day in (country.valid_from, country.valid_to or date.max):
            there = {slug for slug, unit in units.items() if unit.level == "province" and _is_there(unit, day)}
            for fault, slugs in (
                (_("thiếu hình của %(units)s"), there - country.units),
                (_("vẽ đơn vị không có vào thời gian đó: %(units)s"), country.units - there),
            ):
                if slugs:
                    raise RecordError(country.path, None, fault % {"units": ", ".join(sorted(slugs))})
        islets = {shape.unit for shape in country.shapes if shape.islets}
        for archipelago in atlas.archipelagos:
            if not islets & set(archipelago.units):
                raise RecordError(country.path, None, _("không vẽ %(name)s") % {"name": archipelago.name})


def _is_there(unit, day):
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


@cache
def atlas() -> Atlas:
    """The maps of the published record, read once a process."""
    return read_atlas(settings.FIXTURES_ROOT / "geo")


def quantile_classes(values: Sequence[Decimal | int]) -> list[int]:
    """The fifth of all values that each falls into: 0 the lowest, 4 the highest.

    Equal values share a class, so that fifths are as even as ties allow. Fewer than five values are not parted: all of
    them are in the middle.

    Raises:
        TypeError: a value is a float. Binary figures part what is equal on paper.
    """
    if any(isinstance(value, float) for value in values):
        raise TypeError("values must be exact, not float")
    if len(values) < CLASSES:
        return [CLASSES // 2] * len(values)
    ordered = sorted(values)
    return [(bisect_right(ordered, value) * CLASSES - 1) // len(ordered) for value in values]


def places_of_class(level: int, count: int) -> range:
    """The ranks, of `count` in all, that make up a fifth: the first places are fifth 4. Sizes differ by one at most."""
    above = CLASSES - 1 - level
    return range(-(-above * count // CLASSES) + 1, -(-(above + 1) * count // CLASSES) + 1)


def rank_class(rank: int, count: int) -> int:
    """The fifth of all `count` places that a rank falls into: 4 the first places, 0 the last (and any beyond)."""
    return max(CLASSES - 1 - (rank - 1) * CLASSES // count, 0)
