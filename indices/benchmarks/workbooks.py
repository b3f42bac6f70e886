"""Filled workbooks of scores to be timed, and the drafts they are for: as wide as the tables that officials keep."""

import datetime
import io
from collections import Counter
from decimal import Decimal

from openpyxl import Workbook

from indices.models import Edition, Standing
from units.models import Unit

KEYS = ("STT", "Mã đơn vị", "Đơn vị")
TOTALS = ("Tổng điểm", "Chỉ số (%)", "Thứ hạng", "Ghi chú")


def draft(newest, count, year):
    """A draft of a later year with so many units on its roll."""
    edition = Edition.objects.create(
        index=newest.index,
        criteria_set=newest.criteria_set,
        label=str(year),
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
    )
    units = Unit.objects.filter(standings__edition=newest).order_by("pk")[:count]
    Standing.objects.bulk_create(Standing(edition=edition, unit=unit) for unit in units)
    return edition


def width(edition):
    """How many columns its workbook has."""
    return len(KEYS) + len(columns(edition)) + len(TOTALS)


def columns(edition):
    """Fields and leaves, as such tables have them, in the order of the tree."""
    criteria = edition.criteria_set.criteria.order_by("position")
    return [criterion for criterion in criteria if criterion.level != criterion.CriterionLevel.CRITERION]


def workbook(edition, *, faults=0, turn=0):
    """Bytes of a filled matrix: points of every leaf, sums of the fields, totals and ranks.

    Args:
        faults: how many cells of the first row are above their maximum.
        turn: another number makes another table of the same shape.
    """
    asked = columns(edition)
    leaves = [criterion for criterion in asked if criterion.level == criterion.CriterionLevel.SUBCRITERION]
    units = [standing.unit for standing in edition.standings.select_related("unit").order_by("unit__sort_key", "pk")]
    filled = [_points(leaves, place, turn) for place in range(len(units))]
    totals = [sum(points.values()) for points in filled]
    better = {total: place for place, total in reversed(list(enumerate(sorted(totals, reverse=True), 1)))}
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Điểm")
    sheet.append([f"{edition.index.name} năm {edition.year}"])
    sheet.append([*KEYS, *(criterion.code for criterion in asked), *TOTALS])
    for place, (unit, points, total) in enumerate(zip(units, filled, totals, strict=True), 1):
        fields = Counter()
        for criterion in leaves:
            fields[criterion.code.partition(".")[0]] += points[criterion.code]
        row = {**points, **fields}
        if place == 1:
            row |= {criterion.code: criterion.max_points + 1 for criterion in leaves[:faults]}
        percent = total * 100 / edition.criteria_set.max_points
        cells = [row[criterion.code] for criterion in asked]
        sheet.append([place, unit.code, unit.name, *map(float, cells), float(total), float(percent), better[total]])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _points(leaves, place, turn):
    """Code → points of one unit: so many quarters of each maximum."""
    quarters = ((place * 7 + number * 13 + turn) % 5 for number in range(len(leaves)))
    return {
        criterion.code: (criterion.max_points * share / 4).quantize(Decimal("0.01"))
        for criterion, share in zip(leaves, quarters, strict=True)
    }
