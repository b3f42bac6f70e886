"""`manage.py bench`: prints how quick and how heavy the pages are, on the database in use, which must be empty."""

import gc
import json
import os
import platform
import time
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone, translation

from indices.benchmarks import browser, explaining, pages, report, sample, serving, uploads
from indices.domain.editions import compute_edition
from indices.models import Score, Standing
from indices.queries.entries import SameEntries, entered, standing_entry, tree_of

LIGHT = 60_000  # bytes: what a page without charts may weigh, compressed


class Command(BaseCommand):
    help = (
        "Measure the pages on the database in use. The published record and a country of invented communes are loaded "
        "into it first, so it must be empty. Prints Markdown tables: medians, with the quartiles in brackets."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
        parser.add_argument("--repetitions", type=int, default=25, help="of every page, after a warm-up")
        parser.add_argument("--seconds", type=float, default=5, help="of load on a page")
        parser.add_argument("--communes", type=int, default=sample.NATIONAL.communes, help="fewer, for a trial")

    def handle(self, *, repetitions, seconds, communes, **options):
        if settings.DEBUG:
            raise CommandError("DJANGO_DEBUG is on: its times say nothing of the site as it is served")
        if connection.introspection.table_names():
            raise CommandError("this database holds something: name an empty one, which invented units may fill")
        self.found = {}
        with translation.override(settings.LANGUAGE_CODE):
            self.tell("Machine", machine(), lambda facts: report.table(["", ""], list(facts.items())))
            built = self.make(sample.Size(communes=communes))
            few = sample.build(sample.FEW)
            gc.collect()
            gc.freeze()  # what is left of the building is not a server's to look through again and again
            measured = pages.pages_of(built, few, units=communes)
            costs = [pages.cost_of(page, repetitions=repetitions) for page in measured]
            self.tell("Server", costs, report.page_table)
            explained = explaining.measure(built, units=communes, repetitions=repetitions)
            self.tell("What is found once, without its page", explained, report.part_table)
            self.serve(measured, repetitions, seconds)
            self.tell("Workbooks through the door", uploads.measure(built, units=communes), report.upload_table)
        if options["json"]:
            text = json.dumps(self.found, ensure_ascii=False, indent=1, default=asdict)
            options["json"].write_text(text + "\n", encoding="utf-8")

    def tell(self, title, found, as_lines):
        """Print one part of the report, and keep it."""
        self.found[title] = found
        self.stdout.write("\n".join(["", f"### {title}", "", *as_lines(found)]))
        self.stdout.flush()

    def make(self, size):
        """Fill the database; tell how long each step took. Returns what was built."""
        seconds = {}

        def step(name, action, *args, **options):
            started = time.perf_counter()
            result = action(*args, **options)
            seconds[name] = time.perf_counter() - started
            return result

        step("migrate", call_command, "migrate", verbosity=0)
        step("load_published", call_command, "load_published", verbosity=0)
        step("load_published again", call_command, "load_published", verbosity=0)
        step("check_data, published record", call_command, "check_data", verbosity=0)
        step("load_sample", call_command, "load_sample", verbosity=0)
        step("load_sample again", call_command, "load_sample", verbosity=0)
        built = sample.build(size)
        seconds |= {f"sample: {name}": taken for name, taken in built.seconds.items()}
        step("check_data, with the sample", call_command, "check_data", verbosity=0)
        rows = step("read what was entered, newest year", entered, built.newest)
        same = SameEntries()
        entries = {str(standing.unit_id): standing_entry(standing, scores, same) for standing, scores in rows}
        step("domain: compute that year", compute_edition, tree_of(built.newest.criteria_set), entries)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # what its own housekeeping does within a minute
        sizes = {"standings": Standing.objects.count(), "scores": Score.objects.count()}
        self.tell("Rows", sizes, lambda found: report.table(["", "rows"], [[k, f"{v:,}"] for k, v in found.items()]))
        lines = [[name, f"{taken:.1f}"] for name, taken in seconds.items()]
        self.tell("Work on the data", seconds, lambda _found: report.table(["", "s"], lines))
        return built

    def serve(self, measured, repetitions, seconds):
        """Weights, requests per second and the time until the first table, as gunicorn serves the site."""
        loaded = [page for page in measured if page.under_load]
        seen = [page for page in measured if page.in_browser]
        with serving.served(workers=os.cpu_count()) as port:
            weights = [(page.name, serving.weigh(port, page.path)) for page in seen]
            self.tell("Weight of a first visit", weights, lambda found: report.weight_table(found, most=LIGHT))
            loads = [(page.name, serving.load(port, page.path, seconds=seconds)) for page in loaded]
            first = loaded[0]
            loads.append((f"{first.name}, 304", serving.load(port, first.path, seconds=seconds, kept=True)))
            self.tell("Under load", loads, report.load_table)
            until = browser.until_table_is_seen(port, [page.path for page in seen], repetitions=repetitions)
        rows = [(page.name, until[page.path]) for page in seen]
        self.tell("Until the first table is seen, in Chromium", rows, lambda found: report.spread_table("page", found))


def machine():
    """What was measured on, in neutral words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "day": timezone.localdate().isoformat(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory / 2**30:.0f} GiB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "database": f"{connection.display_name} {version}",
    }
