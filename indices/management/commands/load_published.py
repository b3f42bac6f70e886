"""`manage.py load_published`: brings the database to the published record in `fixtures/`."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import translation

from indices.faults import DataFaultsError
from indices.importing.published import load_conflicts, load_indices, load_left_out, load_sets
from indices.importing.published_editions import Record, store_edition
from indices.importing.published_files import edition_files
from indices.maps import check_atlas, read_atlas
from records.models import DataVersion
from records.record import load_decisions, load_sources
from records.record_files import RecordError
from records.sync import Tally
from units.record import load_units


class Command(BaseCommand):
    help = (
        "Load the published record: sources, decisions, units, indices, criteria sets, editions. Run again it changes "
        "nothing; a changed published figure is refused unless its file is a new revision."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fixtures", type=Path, default=settings.FIXTURES_ROOT, help="folder of the record")

    def handle(self, *, fixtures, verbosity, **options):
        started = time.monotonic()
        if not fixtures.is_dir():
            raise CommandError(f"there is no folder {fixtures}")
        with translation.override(settings.LANGUAGE_CODE):
            try:
                tallies = self.load(fixtures)
            except (RecordError, DataFaultsError) as error:
                raise CommandError(str(error)) from error
            except IntegrityError as error:
                raise CommandError(f"the database refuses: {error}") from error
        if verbosity:
            for what, tally in tallies.items():
                self.stdout.write(f"{what}: {tally.created} new, {tally.changed} changed, {tally.unchanged} as before")
            self.stdout.write(f"done in {time.monotonic() - started:.1f} s")

    @transaction.atomic
    def load(self, folder):
        """One transaction: all of the record, or nothing. Returns what -> Tally."""
        sources, told_sources = load_sources(folder / "sources.csv")
        decisions, told_decisions = load_decisions(folder / "decisions.csv", sources)
        units, told_units = load_units(folder / "units", sources)
        indices, told_indices = load_indices(folder / "indices.csv", units, sources)
        sets, told_sets = load_sets(folder / "sets", indices, decisions, sources)
        record = Record(units=units, indices=indices, sets=sets, decisions=decisions, sources=sources)
        told_editions = sum((store_edition(file, record) for file in edition_files(folder / "editions")), Tally())
        told_conflicts = load_conflicts(folder / "conflicts.csv", record)
        told_left_out = load_left_out(folder / "left_out.csv")
        check_atlas(read_atlas(folder / "geo"), units, sources)
        tallies = {
            "sources": told_sources,
            "decisions": told_decisions,
            "units": told_units,
            "indices": told_indices,
            "criteria": told_sets,
            "editions": told_editions,
            "conflicts": told_conflicts,
            "left out": told_left_out,
        }
        if any(tally.wrote for tally in tallies.values()):
            DataVersion.bump()
        return tallies
