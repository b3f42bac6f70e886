"""Published tables for tests of pages, and how a reader sees a table."""

import re
from decimal import Decimal

from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.queries.entries import entered
from tests.factories import EditionFactory, ScoreFactory, SourceFactory, StandingFactory, UnitFactory, freeze

ADDRESS = "/indices/chi-so/2024/"


def build(criteria_set, year, totals, units, **edition):
    """A published edition: unit name -> points at 1 and 2 (`None`: not scored)."""
    made = EditionFactory(criteria_set=criteria_set, year=year, source=SourceFactory(), **edition)
    for name, points in totals.items():
        unit = units.setdefault(name, None) or UnitFactory(name=name)
        units[name] = unit
        standing = StandingFactory(edition=made, unit=unit, to_be_ranked=None not in points)
        for code, value in zip(("1", "2"), points, strict=True):
            ScoreFactory(
                standing=standing,
                criterion=criteria_set.criteria.get(code=code),
                entered_points=None if value is None else Decimal(value),
                status="not_scored" if value is None else "scored",
            )
    store_standings(edition=made, drafts=[Draft(*pair) for pair in entered(made)], provisional=False)
    return freeze(made)


def rows(response, below=""):
    """The rows of a table, as a reader sees them: lists of cell texts.

    Args:
        below: id of the heading under which the table is the first one; empty: the first one of the page.
    """
    content = response.content.decode()
    start = content.index(f'id="{below}"') if below else 0
    body = re.search(r"<tbody>(.*?)</tbody>", content[start:], re.DOTALL)[1]
    return [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


def names(response):
    return [row[2] for row in rows(response) if len(row) > 2]


def text(response):
    return " ".join(strip_tags(response.content.decode()).split())
