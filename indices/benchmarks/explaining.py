"""What pages find once and keep costs by itself: the account of a unit's move, and everybody's alerts."""

from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language

from indices.benchmarks.measuring import Spread, milliseconds
from indices.models import Edition
from indices.presenters.scorecard_why import why_section
from indices.presenters.words import Figures
from indices.queries.edition_alerts import alerts_of_edition
from indices.queries.history import account_between
from indices.queries.units import scorecard_of
from indices.queries.why import why_of
from units.models import Unit

AIM = 300  # milliseconds
ALERTS = 1500  # for the first who looks at them after the data have changed


@dataclass(frozen=True)
class PartCost:
    """One step inside a page. `aim` in milliseconds."""

    name: str
    taken: Spread
    queries: int
    aim: int = AIM


def measure(built, *, units, repetitions):
    """The explainer over two years of 63 provinces, of one set and of two, and over two years of so many units."""
    papi = {edition.label: edition for edition in Edition.objects.published().filter(index__slug="papi")}
    province = Unit.objects.get(slug="ha-noi")
    cases = [
        ("63 units, one criteria set", province, papi["2019"], papi["2020"]),
        ("63 units, across two criteria sets", province, papi["2018"], papi["2019"]),
        (f"{units:,} units, one criteria set", built.unit, built.before, built.newest),
    ]
    costs = [cost for case in cases for cost in _costs(*case, repetitions=repetitions)]
    found = {"63 units": papi["2020"], f"{units:,} units": built.newest}
    return [*costs, *(_alerts(f"alerts: {name}", edition, repetitions) for name, edition in found.items())]


def _alerts(name, edition, repetitions):
    def find():
        alerts_of_edition(edition)

    return _part(name, find, repetitions, aim=ALERTS)


def _part(name, action, repetitions, *, aim):
    with CaptureQueriesContext(connection) as captured:
        action()
    return PartCost(name, milliseconds(action, repetitions=repetitions), len(captured.captured_queries), aim)


def _costs(name, unit, before, after, *, repetitions):
    def reckon():
        account_between(unit, before, after)

    standing = after.standings.select_related("edition__index", "unit", "block").get(unit=unit)
    card = scorecard_of(standing, after)

    def tell():
        why_section(why_of(card, against=before.label), Figures(after.index, get_language()))

    for step, action in (("account", reckon), ("account and ledger, in words", tell)):
        yield _part(f"{step}: {name}", action, repetitions, aim=AIM)
