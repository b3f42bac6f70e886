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
PAPI = "/indices/papi/2020/"  # 63 units, eight dimensions, and the same criteria the year before


@dataclass(frozen=True)
class Page:
    """One address. `aim`: milliseconds that the server should stay under; `None`: there is no aim."""

    name: str
    path: str
    aim: int | None = None
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
    in_database: float  # milliseconds that the queries of one answer took
    raw: int
    compressed: int


def pages_of(built, *, units):
    """Every page that is measured: the published record's, and the sample's with so many units."""
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
        Page("unit of the sample", built.unit.get_absolute_url()),
        Page("scorecard of one of 63", f"{PAPI}units/ha-noi/", in_browser=True),
        Page("scorecard of the sample", f"{edition}units/{built.unit.slug}/"),
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

    def ask(expected=200, **headers):
        response = client.get(page.path, secure=settings.HTTPS, **headers)
        if response.status_code != expected:
            raise UnexpectedAnswerError(f"{page.path} answers {response.status_code}, not {expected}")
        return response

    with CaptureQueriesContext(connection) as captured:
        compressed = ask()
    queries = captured.captured_queries  # taken now: the next request empties the log
    etag = compressed.headers.get("ETag")
    return PageCost(
        page=page,
        answered=milliseconds(ask, repetitions=repetitions),
        kept=milliseconds(lambda: ask(304, HTTP_IF_NONE_MATCH=etag), repetitions=repetitions) if etag else None,
        queries=len(queries),
        in_database=sum(float(query["time"]) for query in queries) * 1000,
        raw=len(ask(HTTP_ACCEPT_ENCODING="identity").content),
        compressed=len(compressed.content),
    )
