"""Where a line of `published_figures.csv` stands on the site, and whether a reader finds it there."""

import re

from django.test import Client
from django.utils.html import strip_tags

from indices.models import Criterion, EditionStatistic, Standing

MEASURES = EditionStatistic.Measure


def read(address):
    """The page at an address, as its HTML."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html):
    return " ".join(strip_tags(html).split())


def table_rows(html):
    """Every row of every table on a page: (the unit that it is of, or "", [text of each cell])."""
    return [
        (
            (re.search(r'data-unit="([-\w]+)"', head) or ["", ""])[1],
            [words(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)],
        )
        for head, row in re.findall(r"<tr([^>]*)>(.*?)</tr>", html, re.DOTALL)
    ]


def shown(figure):
    """A figure as a Vietnamese reader sees it."""
    return figure.replace(".", ",")


def address_of(row):
    """The page that shows a line of `published_figures.csv`."""
    table = f"/indices/{row['index']}/{row['edition']}/"
    unit = row["unit"]
    if row["kind"] == "stated_units" and row["name"]:  # of a block: said where one of its units stands
        block = Standing.objects.filter(
            edition__index__slug=row["index"], edition__label=row["edition"], block__slug=row["name"]
        )
        unit = block.order_by("stated_rank").values_list("unit__slug", flat=True)[0]
    in_scorecard = row["kind"].startswith(("field_", "part")) or (row["kind"] == "stated_units" and row["name"])
    return f"{table}units/{unit}/" if in_scorecard else f"{table}?more=band&more=points"


class Page:
    """One page of the site, read once."""

    def __init__(self, address):
        self.html = read(address)
        self.rows = table_rows(self.html)

    def shows(self, row):
        """Does a reader find that line of `published_figures.csv` here, where it belongs, as it was printed?"""
        return self._finder(row["kind"])(row, shown(row["figure"]))

    def _finder(self, kind):
        if kind in MEASURES.values:
            return self._among_statistics
        if kind.startswith("field_"):
            return self._at_the_criterion
        if kind.startswith("part"):
            return self._among_parts
        return self._in_the_status_line if kind == "stated_units" else self._in_the_row_of_the_unit

    def _in_the_status_line(self, row, figure):
        if row["name"]:
            return f"/{figure}" in words(self.html)
        status = re.search(r'<p class="status">(.*?)</p>', self.html, re.DOTALL)[1].replace("<", " <")
        return bool(re.search(rf"\b{figure} [^\d\W]", words(status)))

    def _among_statistics(self, row, figure):
        measure = MEASURES(row["kind"]).label
        return any(cells[0] == measure and _is(cells[2], figure) for _unit, cells in self.rows if len(cells) > 2)

    def _at_the_criterion(self, row, figure):
        name = Criterion.objects.get(
            criteria_set__editions__index__slug=row["index"],
            criteria_set__editions__label=row["edition"],
            criteria_set__editions__state="published",
            code=row["name"],
        ).name
        found = [cells for _unit, cells in self.rows if cells and cells[0].endswith(name)]
        if row["kind"] == "field_maximum":
            return any(f"/ {figure}" in " ".join(cells) for cells in found)
        return any(_is(cell, figure) for cells in found for cell in cells[1:])

    def _among_parts(self, row, figure):
        place = 1 if row["kind"] == "part" else 2
        told = row["name"], figure
        return any((cells[0], cells[place]) == told for _unit, cells in self.rows if len(cells) > 2)

    def _in_the_row_of_the_unit(self, row, figure):
        [cells] = [cells for unit, cells in self.rows if unit == row["unit"]]
        if row["kind"] == "rank":
            return cells[0] == figure
        return row["kind"] == "row" or any(_is(cell, figure) for cell in cells)


def _is(cell, figure):
    """Is that the figure, alone or with its unit after it?"""
    return cell == figure or cell.startswith(f"{figure} ")
