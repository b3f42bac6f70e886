"""`manage.py import_criteria`: a criteria tree from a workbook or CSV file becomes a draft set, as on the page."""

import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from indices.actions.imports import ImportRefusedError, import_tree, why_not_into
from indices.actions.sets import SetLockedError
from indices.actions.trees import TreeFaultsError
from indices.domain.figures import exact
from indices.importing.criteria_file import FileReading, read_file, tree_rows
from indices.importing.criteria_sheet import Reading
from indices.importing.faults import CellFault, FileRefusedError
from indices.importing.numbers import number_in
from indices.models import CriteriaSet, Index
from indices.presenters.imports import found_words, stored_words, told
from records.models import Decision, User

FAULTS, WRONG_CALL = 1, 2


class Command(BaseCommand):
    help = (
        "Read a criteria tree from a workbook (.xlsx) or CSV file into a new draft set, or into one that is still "
        "empty. Exit status: 0 stored (or clean, with --dry-run), 1 faults, each with its cell, 2 a wrong call."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--index", metavar="SLUG", help="the index of the new set")
        parser.add_argument("--slug", help="of the new set")
        parser.add_argument("--name", help="of the new set, in Vietnamese")
        parser.add_argument("--name-en", default="", help="of the new set, in English")
        parser.add_argument("--decision", metavar="SLUG", help="the decision that lays it down")
        parser.add_argument("--year-from", type=int, metavar="YEAR", help="the first year it is for")
        parser.add_argument(
            "--total", metavar="POINTS", help="maximum of the whole set; else the file's total row says"
        )
        parser.add_argument("--sheet", metavar="NAME", default="", help="which sheet, where several hold a table")
        parser.add_argument("--into", metavar="SLUG", help="an empty draft set, instead of a new one")
        parser.add_argument("--unfinished", action="store_true", help="store what lacks or does not add up yet, too")
        parser.add_argument("--dry-run", action="store_true", help="read and judge; store nothing")
        parser.add_argument("--by", metavar="USER", help="who does this; without it, whoever holds the server")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *, file, sheet, unfinished, dry_run, by, **options):
        with translation.override(settings.LANGUAGE_CODE):
            user = self._one(User, "username", by) if by else None
            target = self._target(**options)
            reading, found = self._read(file, target, sheet=sheet, unfinished=unfinished)
            stored = None
            if not reading.faults and not dry_run:
                stored = self._store(target, reading, found, by=user, unfinished=unfinished)
            self._tell(reading, stored, as_json=options["json"])
        if reading.faults:
            raise CommandError(found_words(len(reading.faults)), returncode=FAULTS)

    def _target(self, *, index, slug, name, name_en, decision, year_from, total, into, **_options):
        """The set that the tree becomes; a new one is not stored yet."""
        if into:
            criteria_set = self._one(CriteriaSet.objects.select_related("index__within"), "slug", into)
            reason = why_not_into(criteria_set)
            if reason:
                raise CommandError(reason, returncode=WRONG_CALL)
            return criteria_set
        missing = [option for option, value in (("--index", index), ("--slug", slug), ("--name", name)) if not value]
        if missing:
            raise CommandError(
                _("Thiếu %(options)s (hoặc --into với một bộ dự thảo còn trống).") % {"options": ", ".join(missing)},
                returncode=WRONG_CALL,
            )
        made = CriteriaSet(
            index=self._one(Index.objects.select_related("within"), "slug", index),
            slug=slug,
            name=name,
            name_en=name_en,
            decision=self._one(Decision, "slug", decision) if decision else None,
            year_from=year_from,
            max_points=self._points(total) if total else None,
        )
        try:
            made.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=WRONG_CALL) from error
        return made

    def _one(self, rows, field, value):
        rows = rows.objects if isinstance(rows, type) else rows
        found = rows.filter(**{field: value}).first()
        if found is None:
            name = rows.model._meta.verbose_name
            raise CommandError(
                _("Không có %(what)s “%(value)s”.") % {"what": name, "value": value}, returncode=WRONG_CALL
            )
        return found

    def _points(self, text):
        try:
            return exact(number_in(text))
        except (TypeError, ValueError) as error:
            raise CommandError(_("“%(value)s” không phải là số.") % {"value": text}, returncode=WRONG_CALL) from error

    def _read(self, file, target, *, sheet, unfinished) -> tuple[Reading, FileReading | None]:
        """What is in the file; one that is refused is a fault of the file as a whole."""
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(file)s.") % {"file": file}, returncode=WRONG_CALL) from error
        try:
            found = read_file(data, file.name, criteria_set=target, sheet=sheet, unfinished=unfinished)
        except FileRefusedError as error:
            return Reading(faults=(CellFault("", "", "", error.code, error.message, error.remedy),)), None
        if len(found.readings) > 1:
            names = ", ".join(f"“{name}”" for name in found.readings[0].sheets)
            raise CommandError(
                _("Tệp có nhiều trang chứa bảng tiêu chí: %(sheets)s. Ghi thêm --sheet.") % {"sheets": names},
                returncode=WRONG_CALL,
            )
        return found.readings[0], found

    def _store(self, target, reading, found, *, by, unfinished):
        if target.max_points is None and target.pk is None:
            target.max_points = reading.total
        origin = found.origin_of(reading)
        rows = tree_rows(reading.rows)
        try:
            return import_tree(criteria_set=target, rows=rows, origin=origin, by=by, unfinished=unfinished)
        except (PermissionDenied, SetLockedError, ImportRefusedError, TreeFaultsError) as error:
            raise CommandError(str(error), returncode=WRONG_CALL) from error

    def _tell(self, reading, stored, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(_plain(reading, stored), ensure_ascii=False, indent=1))
            return
        for line in told(reading):
            self.stdout.write(line)
        if stored is not None:
            self.stdout.write(stored_words(stored, len(reading.rows)))
        elif not reading.faults:
            self.stdout.write(
                _("Tệp không có lỗi: %(count)s tiêu chí các cấp; chưa lưu.") % {"count": len(reading.rows)}
            )


def _plain(reading, stored):
    """What was found, for machines."""
    rows = [{**asdict(row), "max_points": row.max_points and format(row.max_points, "f")} for row in reading.rows]
    return {
        "stored": stored.slug if stored is not None else None,
        "total": reading.total and format(reading.total, "f"),
        "understood": asdict(reading.understood) if reading.understood else None,
        "remarks": [asdict(remark) for remark in reading.remarks],
        "faults": [asdict(fault) for fault in reading.faults],
        "rows": rows,
    }
