"""Every line of the tables of published results is on the site with its last digit, or left out with a reason.

`published_figures.csv` says of each figure of each line where it belongs; it was made from the tables beside it, not
from `fixtures/` (`README.md`).
"""

import random
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest

from records.models import LeftOut
from tests.golden import pages
from tests.golden import rows as source
from tests.golden.stored import Stored

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

FIGURES = source.rows(source.GOLDEN / "published_figures.csv")
# Tables by the name that `published_figures.csv` and `left_out.csv` give them; PAPI has tests of its own.
TABLES = {
    path.stem.partition("_")[0] + "/" + path.stem.partition("_")[2].replace("_", "-"): source.rows(path)
    for path in sorted(source.GOLDEN.glob("*.csv"))
    if not path.name.startswith(("papi_", "published_", "sample_"))
}
# Columns that name a line in left_out.csv.
NAMED_BY = {
    "results/derived-figures": ("year", "index", "unit_name", "score_percent", "rank"),
    "results/extremes-unordered": ("year", "index", "scope", "position"),
    "sipas/factor-results": ("year", "scope", "factor", "percent"),
    "subprovincial/fields": ("province", "group", "year", "unit_name", "field_name"),
    "criteria/bands": ("issuer", "applies_to", "year", "label_vi"),
}
NO_FIGURE = ("year", "source_id")
BOUNDS = ("lower_bound", "upper_bound", "min_percent", "max_percent")  # told in pairs: `80-90`
# Two lines print one figure with other zeros at the end than the line that is kept.
PRINTED_OTHERWISE = {
    ("results/par-province-fields", "21", "field_maximum", "9.50"): "9.5",
    ("sipas/factor-results", "36", "mean", "83"): "83.00",
    ("subprovincial/fields", "74", "field_points", "9.5"): "9.50",
}
SEED, SAMPLE = 2026, 8


def with_other_zeros(row):
    return PRINTED_OTHERWISE.get((row["origin"], row["line"], row["kind"], row["figure"]))


# Figures that a page shows; bounds of bands, and a second print of a figure, stand in the database only.
ON_PAGES = [row for row in FIGURES if row["kind"] != "band_bounds" and with_other_zeros(row) is None]


@pytest.fixture(scope="module")
def editions(record, django_db_blocker):
    """(index, label) -> what is stored of it, read once."""
    known = {}

    def stored(row):
        key = row["index"], row["edition"]
        if key not in known:
            known[key] = Stored(*key)
        return known[key]

    with django_db_blocker.unblock():
        yield stored


def lines():
    """(table, number of the line in its file, its cells) of every table."""
    return [(name, str(place), row) for name, table in TABLES.items() for place, row in enumerate(table, start=2)]


def left_out_key(table, row):
    return table, "|".join(row[column] for column in NAMED_BY[table])


def test_tables_are_those_that_were_given():
    assert {name: len(table) for name, table in TABLES.items()} == {
        "criteria/bands": 33,
        "results/derived-figures": 45,
        "results/extremes-unordered": 11,
        "results/national-averages": 66,
        "results/other-indices": 1862,
        "results/par-group-counts": 31,
        "results/par-ministry-fields": 16,
        "results/par-ministry-totals": 84,
        "results/par-province-fields": 21,
        "results/par-province-totals": 113,
        "results/par-score-parts": 74,
        "results/sipas-province": 51,
        "sipas/factor-results": 73,
        "subprovincial/band-counts": 41,
        "subprovincial/bands": 42,
        "subprovincial/fields": 86,
        "subprovincial/league-tables": 253,
    }
    assert len(FIGURES) == 5_078


def test_every_line_has_its_figures_or_is_left_out_with_a_reason(record):
    followed = {(row["origin"], row["line"]) for row in FIGURES}
    left_out = {(row.origin, row.key) for row in LeftOut.objects.exclude(reason="").exclude(reason_en="")}
    lost = [
        (table, line)
        for table, line, row in lines()
        if (table, line) not in followed and (table not in NAMED_BY or left_out_key(table, row) not in left_out)
    ]
    assert lost == []


def test_what_is_left_out_is_a_line_of_its_table_and_not_followed_too(record):
    followed = {(row["origin"], row["line"]) for row in FIGURES}
    given = {
        left_out_key(table, row) for table, line, row in lines() if table in NAMED_BY and (table, line) not in followed
    }
    assert set(LeftOut.objects.filter(origin__in=NAMED_BY).values_list("origin", "key")) == given
    assert not LeftOut.objects.filter(reason="") | LeftOut.objects.filter(reason_en="")


def test_every_cell_that_holds_a_figure_is_followed():
    """No figure of a line was passed over: each cell that is a number is told as one, bounds of groups in pairs."""
    told = defaultdict(set)
    for row in FIGURES:
        told[row["origin"], row["line"]] |= {row["figure"], *row["figure"].split("-"), *row["name"].split("-")}
    passed_over = [
        (table, line, column, cell)
        for table, line, row in lines()
        for column, cell in row.items()
        if (table, line) in told
        and column not in NO_FIGURE
        and re.fullmatch(r"-?\d+(\.\d+)?", cell)
        and cell not in told[table, line]
        and not is_end_of_the_scale(column, cell)
    ]
    assert passed_over == []


def is_end_of_the_scale(column, cell):
    """`0` and `100` as the bounds of a group, or as the maximum, say that there is none but the scale's own."""
    return (column in BOUNDS and cell in ("0", "100")) or (column.startswith("max_") and cell == "100")


@pytest.mark.parametrize("table", sorted({row["origin"] for row in FIGURES}))
def test_every_figure_is_stored_to_the_last_digit(editions, table):
    lost = [list(row.values()) for row in FIGURES if row["origin"] == table and not is_stored(row, editions(row))]
    assert lost == []


def is_stored(row, edition):
    row = row | {"figure": with_other_zeros(row) or row["figure"]}
    return edition.holds(row) or (row["kind"] == "row" and row["index"] == "papi" and is_rounded(row, edition))


def is_rounded(row, edition):
    """PAPI publishes no totals: the highest and the lowest that are told are ours, rounded."""
    figure = Decimal(row["figure"])
    return edition.standings[row["unit"]].points.quantize(figure, ROUND_HALF_UP) == figure


def test_league_tables_show_every_figure_of_theirs(record):
    """Totals, ranks, bands, published means, extremes and counts: each on the page of its table, where it belongs."""
    given = [row for row in ON_PAGES if "/units/" not in pages.address_of(row)]
    assert len(given) > 3_900
    assert not_shown(given) == []


def test_scorecards_show_the_figures_of_their_fields_and_parts(record):
    """A sample of each kind, drawn alike at each run: points, percents, ranks and maxima of fields, parts of totals."""
    given = [row for row in ON_PAGES if "/units/" in pages.address_of(row)]
    kinds = sorted({row["kind"] for row in given})
    assert len(kinds) == 7
    draw = random.Random(SEED)
    for kind in kinds:
        those = [row for row in given if row["kind"] == kind]
        assert not_shown(draw.sample(those, min(SAMPLE, len(those)))) == []


def not_shown(given):
    """Those of the lines that a reader of their page does not find there. Each page is read once."""
    by_page = defaultdict(list)
    for row in given:
        by_page[pages.address_of(row)].append(row)
    return [
        list(row.values())
        for address, those in by_page.items()
        for page in [pages.Page(address)]
        for row in those
        if not page.shows(row)
    ]
