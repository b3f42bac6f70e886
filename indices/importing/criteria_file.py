"""A file and the set it is meant for → what was read; and back from what a page carried until it was confirmed.

Between the preview and storing nothing is kept on the server: the page carries the rows themselves, signed, so that
what is stored is what was seen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.imports import Origin
from indices.importing.cells import read_book
from indices.importing.criteria_rows import SheetRow
from indices.importing.criteria_sheet import Reading, read_criteria
from indices.importing.faults import FileRefusedError
from indices.models import CriteriaSet
from indices.queries.outlines import totals_of
from indices.queries.trees import LEADING_LEVELS, TreeRow
from units.matching import Matcher
from units.models import Unit

SALT = "indices.criteria-import"
KEPT_FOR = 2 * 60 * 60  # seconds between preview and storing: time to look, and to ask a colleague
LARGEST_FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 100_000
MADE = ("index_id", "slug", "name", "name_en", "decision_id", "year_from")


class CarriedError(Exception):
    """What a page carried cannot be taken back; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that was read.

    Args:
        readings: one for each sheet that holds a table; without any, the one that says so.
    """

    origin: Origin
    readings: tuple[Reading, ...]

    def origin_of(self, reading: Reading) -> Origin:
        """Of one of the readings, with its sheet."""
        return replace(self.origin, sheet=reading.understood.sheet)


@dataclass(frozen=True, slots=True)
class Carried:
    """What is to be stored as it was seen."""

    criteria_set: CriteriaSet
    rows: list[TreeRow] = field(default_factory=list)
    origin: Origin | None = None
    unfinished: bool = False


def read_file(data: bytes, name: str, *, criteria_set, sheet: str = "", unfinished: bool = False) -> FileReading:
    """Read a file for a set, stored or not: its index says who may be in charge, and what has to add up.

    Raises:
        FileRefusedError: it is no table, damaged, or not safe to read.
    """
    book = read_book(data, name)
    given = {"totals": totals_of(criteria_set), "matcher": _agencies(criteria_set), "unfinished": unfinished}
    first = read_criteria(book, sheet=sheet, **given)
    readings = [first]
    if not sheet and first.understood is None and first.sheets:
        readings = [read_criteria(book, sheet=one, **given) for one in first.sheets]
    return FileReading(Origin(book.name, hashlib.sha256(data).hexdigest()), tuple(readings))


def _agencies(criteria_set) -> Matcher | None:
    within = criteria_set.index.within
    return Matcher.read(LEADING_LEVELS, day=timezone.localdate(), parent=within) if within else None


def tree_rows(rows: Sequence[SheetRow]) -> list[TreeRow]:
    """The rows as they are stored."""
    leads = Unit.objects.in_bulk({row.lead_id for row in rows} - {None})
    return [
        TreeRow(
            pk=None,
            lead=leads.get(row.lead_id),
            **{name: getattr(row, name) for name in TreeRow.__slots__ if name not in ("pk", "lead")},
        )
        for row in rows
    ]


def carry(criteria_set, reading: Reading, origin: Origin, *, user_id: int, unfinished: bool) -> str:
    """What was read, signed, for a page to bring back.

    Raises:
        FileRefusedError: so much text that no form brings it back.
    """
    made = {name: getattr(criteria_set, name) for name in MADE}
    total = criteria_set.max_points if criteria_set.max_points is not None else reading.total
    plain = {
        "user": user_id,
        "into": criteria_set.pk,
        "made": made | {"max_points": _text(total)},
        "origin": asdict(origin) | {"sheet": reading.understood.sheet},
        "unfinished": unfinished,
        "rows": [_plain(row) for row in reading.rows],
    }
    signed = signing.dumps(plain, salt=SALT, compress=True)
    if len(signed) > LARGEST_FORM:
        raise FileRefusedError(
            "too_large",
            _("Bảng tiêu chí có quá nhiều chữ để nhập một lần."),
            _("Rút ngắn cột ghi chú, hoặc ghi thêm phần ghi chú sau khi đã nhập."),
        )
    return signed


def _plain(row: SheetRow) -> dict:
    names = [name for name in SheetRow.__slots__ if name not in ("row", "cells")]
    return {name: getattr(row, name) for name in names} | {"max_points": _text(row.max_points)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def bring_back(signed: str, *, user_id: int) -> Carried:
    """What a page carried.

    Raises:
        CarriedError: changed on the way, too old, another person's, or the set is gone.
    """
    try:
        plain = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except signing.SignatureExpired as error:
        raise CarriedError(_("Bản xem trước đã để quá hai giờ nên chưa lưu; hãy tải tệp lên lần nữa.")) from error
    except signing.BadSignature as error:
        raise CarriedError(_("Bản xem trước không còn nguyên vẹn nên chưa lưu; hãy tải tệp lên lần nữa.")) from error
    if plain["user"] != user_id:
        raise CarriedError(_("Bản xem trước là của người khác nên chưa lưu; hãy tải tệp lên lần nữa."))
    criteria_set = CriteriaSet(**plain["made"] | {"max_points": _decimal(plain["made"]["max_points"])})
    if plain["into"] is not None:
        criteria_set = CriteriaSet.objects.select_related("index").filter(pk=plain["into"]).first()
        if criteria_set is None:
            raise CarriedError(_("Bộ tiêu chí để nhập vào không còn nữa; hãy chọn bộ khác rồi tải tệp lên lần nữa."))
    rows = [SheetRow(row=0, **row | {"max_points": _decimal(row["max_points"])}) for row in plain["rows"]]
    return Carried(criteria_set, tree_rows(rows), Origin(**plain["origin"]), plain["unfinished"])
