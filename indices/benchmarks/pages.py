"""Which pages are measured, and what one costs inside the process: time and queries, nothing of the network."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indices.benchmarks.measuring import HOST, Spread, UnexpectedAnswerError, milliseconds
from indices.models import CriteriaSet
from records.models import User

SAMPLE_TREE = "par-mau-districts-2023"  # 8 fields, 38 criteria, 95 leaves
SCORECARD, ROUTE, TRENDS = 80, 1000, 150  # milliseconds: aims of a scorecard, of a way to a target, of trends
LEAF = "3.1.1"
COMPARED = ("ha-noi", "da-nang", "hai-phong", "can-tho", "lao-cai", "quang-ninh", "ben-tre", "dong-thap")
PAPI = "/indices/papi/2020/"  # 63 units, eight dimensions, and the same criteria the year before


@dataclass(frozen=True)
class Page:
    """One address. `aim`: milliseconds that the server should stay under; `None`: there is no aim."""

    name: str
    path: str
    aim: int | None = None
    few: str = ""  # the same page over a few units: its queries show whether they grow
    my_unit: str = ""
    as_admin: bool = False
    under_load: bool = False  # requests per second too
    in_browser: bool = False  # the time until it is seen too


@dataclass(frozen=True)
class PageCost:
    """What one page costs the server, and what it weighs (bytes)."""

    page: Page
    answered: Spread  # milliseconds, compression included
    kept: Spread | None  # of a 304 to a browser that has the page; `None`: it is not kept
    queries: int
    queries_of_few: int | None
    in_database: float  # milliseconds that the queries of one answer took
    raw: int
    compressed: int


def pages_of(built, few, *, units):
    """Every page that is measured: the published record's, and the sample's with so many units.

    Args:
        built, few: of `sample.build`: the country, and its twin of a few units.
    """
    edition = built.newest.get_absolute_url()
    many, file = f"100 of {units:,}", edition.rstrip("/")
    tree = CriteriaSet.objects.get(slug=SAMPLE_TREE)
    return [
        Page("63 rows, compact", PAPI, 30, under_load=True, in_browser=True),
        Page("63 rows, all components", f"{PAPI}?show=values", 30, under_load=True, in_browser=True),
        Page("63 rows, all components, own unit", f"{PAPI}?show=values", 30, my_unit="ha-noi"),
        Page("63 rows, changes of components", f"{PAPI}?show=changes", 30),
        Page("63 rows, sub-dimensions", f"{PAPI}?under=1", 30),
        Page("63 rows, small lines", f"{PAPI}?more=years", 30),
        Page(f"{many}, compact", edition, 50, under_load=True, in_browser=True),
        Page(f"{many}, 8 components", f"{edition}?show=values", 50, under_load=True, in_browser=True),
        Page(f"{many}, 8 components, page 17", f"{edition}?show=values&page=17", 50),
        Page(f"{many}, by a criterion", f"{edition}?show=values&sort=-c:3", 50),
        Page(f"{many}, by change", f"{edition}?sort=-change", 50),
        Page(f"{many}, changes of components", f"{edition}?show=changes", 50),
        Page(f"{many}, small lines", f"{edition}?more=years", 50),
        Page(f"{many}, found by name", f"{edition}?q=minh+hoa+12", 50),
        Page("unit", "/units/ha-noi/", under_load=True, in_browser=True),
        Page("unit merged of three", "/units/phu-tho-2025/"),
        Page("unit of the sample", built.unit.get_absolute_url()),
        Page("scorecard of one of 63", f"{PAPI}units/ha-noi/", 80, in_browser=True),
        *of_one_unit(built, few, units=units),
        *of_all_units(built, few, units=units),
        *over_the_years(built, few, units=units),
        Page("route of one of 63", f"{PAPI}units/ha-noi/route/?target=rank:1", 1000),
        Page(f"route of one of {units:,}", f"{edition}units/{built.unit.slug}/route/?target=rank:1", 1000),
        Page("home", "/", in_browser=True),
        Page("home, own unit", "/", my_unit="ha-noi"),
        Page("indices", "/indices/"),
        Page("units", "/units/"),
        Page("method of an index", "/indices/papi/method/"),
        Page("sources", "/sources/"),
        Page("search, one hit", "/search/?q=da+nang"),
        Page("search, all of the sample", "/search/?q=minh+hoa&sample=1"),
        Page("a criteria set with its rules", reverse("criteria_set", args=(tree.index.slug, tree.slug))),
        Page(
            "admin: tree of 95 leaves", reverse("admin:indices_criteriaset_tree", args=(tree.pk,)), 150, as_admin=True
        ),
        Page("admin: audit trail", reverse("admin:records_auditevent_changelist"), as_admin=True),
        Page("CSV of 63", f"{PAPI.rstrip('/')}.csv"),
        Page(f"CSV of {units:,}", f"{file}.csv"),
        Page("XLSX of 63", f"{PAPI.rstrip('/')}.xlsx"),
    ]


def of_one_unit(built, few, *, units):
    """Why one of so many units stands where it stands, ten years behind it; and its way to a target."""
    one = f"of one of {units:,}"

    def pair(end):
        return tuple(f"{found.newest.get_absolute_url()}units/{found.unit.slug}/{end}" for found in (built, few))

    def page(name, end, aim=None):
        path, twin = pair(end)
        return Page(f"{name} {one}", path, aim, few=twin)

    return [
        page("scorecard", "", SCORECARD),
        page("brief", "brief/"),
        page("route", "route/", ROUTE),
        page("route to rank 5", "route/?target=rank:5", ROUTE),
        page("route to 95 %", "route/?target=percent:95", ROUTE),
        Page("route to rank 5 of one of 63", f"{PAPI}units/ha-noi/route/?target=rank:5", ROUTE),
    ]


def over_the_years(built, few, *, units):
    """Eight units side by side over all years, officially and on the criteria that all years have in common."""
    papi = f"/indices/papi/trends/?units={','.join(COMPARED)}"
    own, twin = (f"/indices/{found.newest.index.slug}/trends/?units={found.unit.slug}" for found in (built, few))
    return [
        Page("trends, 8 units × 14 years", papi, TRENDS),
        Page("trends, 8 units × 14 years, every field", f"{papi}&of=fields", TRENDS),
        Page("trends, 8 units × 14 years, every field like for like", f"{papi}&of=fields&line=common", TRENDS),
        Page("trends, 8 units × 14 years, ranks like for like", f"{papi}&line=common&show=rank"),
        Page(f"trends, one of {units:,}, every field", f"{own}&of=fields", TRENDS, few=f"{twin}&of=fields"),
    ]


def of_all_units(built, few, *, units):
    """All of so many units at once: the heat table, one criterion, up to eight side by side."""
    many = f"of {units:,}"

    def page(name, end):
        path, twin = (found.newest.get_absolute_url() + end for found in (built, few))
        return Page(f"{name} {many}", path, few=twin)

    return [
        page("heat table × 8", "heat/"),
        page("heat table × 8, changes,", "heat/?show=change"),
        page("heat table of a field's leaves", "heat/?field=3"),
        page("one field", "criteria/3/"),
        page("one leaf", f"criteria/{LEAF}/"),
        page("alerts", "alerts/"),
        page("rank bands", "rank-bands/"),
        page("rank bands of a survey", "rank-bands/?cause=survey&n=400"),
        Page("heat table of 63", f"{PAPI}heat/"),
        Page("one dimension of 63", f"{PAPI}criteria/1/"),
        Page("alerts of 63", f"{PAPI}alerts/"),
        Page("rank bands of a survey of 63", f"{PAPI}rank-bands/?cause=survey&n=400"),
        Page("eight side by side", f"{PAPI}compare/?units={','.join(COMPARED)}"),
    ]


def cost_of(page, *, repetitions):
    """Measure one page as a browser asks for it, compressed, through everything but the network.

    Raises:
        UnexpectedAnswerError: it does not answer 200.
    """
    client = Client(HTTP_HOST=HOST, HTTP_ACCEPT_ENCODING="gzip")
    if page.my_unit:
        client.cookies["my_unit"] = page.my_unit
    if page.as_admin:
        client.force_login(User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench"))

    def ask(expected=200, path=page.path, **headers):
        response = client.get(path, secure=settings.HTTPS, **headers)
        if response.status_code != expected:
            raise UnexpectedAnswerError(f"{path} answers {response.status_code}, not {expected}")
        return response

    with CaptureQueriesContext(connection) as captured:
        compressed = ask()
    queries = captured.captured_queries  # taken now: the next request empties the log
    of_few = None
    if page.few:
        with CaptureQueriesContext(connection) as captured:
            ask(path=page.few)
        of_few = len(captured.captured_queries)
    etag = compressed.headers.get("ETag")
    return PageCost(
        page=page,
        answered=milliseconds(ask, repetitions=repetitions),
        kept=milliseconds(lambda: ask(304, HTTP_IF_NONE_MATCH=etag), repetitions=repetitions) if etag else None,
        queries=len(queries),
        queries_of_few=of_few,
        in_database=sum(float(query["time"]) for query in queries) * 1000,
        raw=len(ask(HTTP_ACCEPT_ENCODING="identity").content),
        compressed=len(compressed.content),
    )
