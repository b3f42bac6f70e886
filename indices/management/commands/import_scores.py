"""`manage.py import_scores`: a file of scores goes the way it goes on the page, and is told of in the same words."""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.actions.decisions import publish_under
from indices.actions.readiness import RefusedError
from indices.actions.scoring import EditionFrozenError
from indices.faults import DataFaultsError
from indices.importing.faults import FileRefusedError
from indices.models import Index, Upload
from indices.presenters.uploads_changes import sentence
from indices.presenters.uploads_file import lede
from indices.queries.rolls import open_draft
from indices.uploading import (
    answer_oddities,
    look_through,
    read_upload,
    receive_upload,
    store_upload,
)
from records.models import Decision, User
from reformtrack.said import say_all

FAULTS, WRONG_CALL = 1, 2
State = Upload.State


class Command(BaseCommand):
    help = (
        "Read, check and store a file of scores (.xlsx, .ods, .csv) for a draft edition. Exit status: 0 stored (or "
        "clean, with --dry-run), 1 faults, each with its cell, or questions that want an answer, 2 a wrong call."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--index", metavar="SLUG", required=True)
        parser.add_argument("--edition", metavar="LABEL", required=True, help="a draft, e.g. 2024 or 2026-q3")
        parser.add_argument("--dry-run", action="store_true", help="read and judge; keep and store nothing")
        parser.add_argument("--publish", action="store_true", help="publish the edition afterwards, with --decision")
        parser.add_argument("--decision", metavar="SLUG", help="the decision under which it is published")
        parser.add_argument("--by", metavar="USER", help="who does this; without it, whoever holds the server")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        parser.add_argument("--answer-yes", action="store_true", help="what looks odd in the file is right")

    def handle(self, *, file, by, dry_run, publish, decision, answer_yes, **options):
        with translation.override(settings.LANGUAGE_CODE):
            user = self._one(User.objects, "username", by) if by else None
            edition = self._draft(options["index"], options["edition"])
            if publish != bool(decision) or (publish and dry_run):
                raise CommandError(_("--publish đi cùng --decision, và không cùng --dry-run."), returncode=WRONG_CALL)
            decision = self._one(Decision.objects, "slug", decision) if decision else None
            try:
                upload = self._look(file, edition, user) if dry_run else self._bring(file, edition, user, answer_yes)
                self._tell(upload, as_json=options["json"])
                self._refuse_unready(upload, dry_run)
                if publish:
                    self._publish(edition, decision, user, as_json=options["json"])
            except FileRefusedError as error:
                raise CommandError(f"{error.message} {error.remedy}", returncode=FAULTS) from error
            except DataFaultsError as error:
                raise CommandError(str(error), returncode=FAULTS) from error
            except (PermissionDenied, RefusedError, EditionFrozenError) as error:
                raise CommandError(str(error), returncode=WRONG_CALL) from error

    def _one(self, rows, field, value):
        found = rows.filter(**{field: value}).first()
        if found is None:
            told = {"what": rows.model._meta.verbose_name, "value": value}
            raise CommandError(_("Không có %(what)s “%(value)s”.") % told, returncode=WRONG_CALL)
        return found

    def _draft(self, index, label):
        index = self._one(Index.objects.select_related("within"), "slug", index)
        edition = open_draft(index, label)
        if edition is None:
            text = _("%(index)s không có dự thảo “%(label)s”; hãy mở năm đánh giá hoặc lập bản sửa đổi trước.")
            raise CommandError(text % {"index": index.label, "label": label}, returncode=WRONG_CALL)
        return edition

    def _bytes(self, file):
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(file)s.") % {"file": file}, returncode=WRONG_CALL) from error

    def _look(self, file, edition, user):
        return look_through(edition=edition, file_name=file.name, data=self._bytes(file), by=user)

    def _bring(self, file, edition, user, answer_yes):
        """Receive, read and store; the upload as far as it came."""
        received = receive_upload(edition=edition, file_name=file.name, data=self._bytes(file), by=user)
        if received.message:
            self.stderr.write(received.message)
        upload = received.upload
        if upload.state == State.STORED:
            return upload
        upload = read_upload(upload=upload, by=user)
        if upload.state == State.READ and answer_yes:
            answers = dict.fromkeys(range(len(upload.oddities)), _("Đúng như vậy (--answer-yes)."))
            upload = answer_oddities(upload=upload, answers=answers, by=user)
        if upload.state == State.CHECKED:
            upload = store_upload(upload=upload, by=user, expected=upload.against)
        return upload

    def _publish(self, edition, decision, user, *, as_json):
        edition = publish_under(edition=edition, decision=decision, by=user)
        if not as_json:
            told = {"edition": edition, "decision": decision.number}
            self.stdout.write(_("Đã công bố %(edition)s theo %(decision)s.") % told)

    def _refuse_unready(self, upload, dry_run):
        if upload.state == State.FAULTY or (upload.state == State.READ and not dry_run):
            raise CommandError(lede(upload), returncode=FAULTS)

    def _tell(self, upload, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(_plain(upload), ensure_ascii=False, indent=1))
            return
        for fault in say_all(upload.faults):
            self.stdout.write(f"{_place(fault)}{fault['message']} {fault['remedy']}")
        more = upload.fault_count - len(upload.faults)
        if more > 0:
            self.stdout.write(ngettext("… và %(count)s lỗi nữa", "… và %(count)s lỗi nữa", more) % {"count": more})
        for oddity in say_all(upload.oddities):
            self.stdout.write(f"? {oddity['message']} {oddity['question']} {oddity['answer']}".rstrip())
        if upload.consequences:
            self.stdout.write(sentence(upload.consequences, is_stored=upload.state == State.STORED))


def _place(fault):
    return " ".join(part for part in (fault["sheet"], fault["cell"]) if part) + ": " if fault["cell"] else ""


def _plain(upload):
    """What was found, for machines."""
    return {
        "upload": upload.pk,
        "state": upload.state,
        "layout": upload.layout,
        "found": say_all(upload.found),
        "fault_count": upload.fault_count,
        "faults": say_all(upload.faults),
        "oddities": say_all(upload.oddities),
        "consequences": upload.consequences,
    }
