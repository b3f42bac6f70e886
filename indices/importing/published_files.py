"""Editions of the published record as files: what `edition.toml` says, the rows beside it, and what is wrong there."""

import datetime
import hashlib
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from indices.domain.periods import parse_label
from indices.domain.values import Stated
from indices.models import Score, Standing
from indices.models.fields import stored
from records.record_files import RecordError, keyed, read_table

FIGURE = re.compile(r"-?\d+(\.\d{1,9})?", re.ASCII)

# What edition.toml may say, and as what; a name that is not here is a slip of the pen.
SAYS = {
    "index": str,
    "label": str,
    "year": int,
    "revision": int,
    "criteria_set": str,
    "published_on": datetime.date,
    "decision": str,
    "source": str,
    "sources": list,
    "stated_units": int,
    "complete": bool,
    "note": str,
    "note_en": str,
    "reason": str,
    "reason_en": str,
    "blocks": list,
    "bands": list,
}
SAYS_OF_BLOCK = {"slug": str, "name": str, "name_en": str, "stated_units": int, "complete": bool}
SAYS_OF_BAND = {"name": str, "name_en": str, "lower": Decimal, "upper": Decimal, "sources": list}
STANDING_COLUMNS = (
    "unit", "block", "to_be_ranked", "status", "stated_points", "stated_percent", "stated_rank", "sources", "note",
    "note_en",
)  # fmt: skip
STANDING_MORE = ("max_points",)  # the unit's own maximum
SCORE_COLUMNS = (
    "unit", "code", "status", "points", "max_points", "stated_points", "stated_percent", "stated_rank", "sources",
    "note",
)  # fmt: skip

PART_COLUMNS = ("unit", "kind", "name", "name_en", "stated_points", "max_points", "sources")
BAND_COLUMNS = ("unit", "band", "sources")
STATISTIC_KEY = ("measure", "label", "block", "group", "band", "criterion")
STATISTIC_COLUMNS = (*STATISTIC_KEY, "label_en", "figure", "units_counted", "sources", "note")
FILES = ("edition.toml", "standings.csv", "scores.csv", "stated_bands.csv", "parts.csv", "statistics.csv")


def figure(row, column):
    """An exact figure, or `None` for an empty cell."""
    text = row.text(column)
    if not text:
        return None
    try:
        if not FIGURE.fullmatch(text):
            raise ValueError(text)
        stored(Decimal(text))
    except ValueError:
        raise row.fault(
            _("cột “%(column)s”: “%(value)s” không phải số có dấu chấm thập phân và tối đa chín chữ số sau dấu chấm")
            % {"column": column, "value": text}
        ) from None
    return Decimal(text)


def printed(row, column):
    """A figure with the places it was printed with; `58.20` has two. `None` for an empty cell."""
    value = figure(row, column)
    return None if value is None else Stated(value, len(row.text(column).partition(".")[2]))


@dataclass(frozen=True)
class EditionFile:
    """One edition of the record: what its `edition.toml` says, and its rows.

    standings, stated_bands: unit slug -> Row; scores: (unit slug, criterion code) -> Row; parts: (unit slug, name
    of the part) -> Row; statistics: the six cells that name a figure of the whole table -> Row.
    """

    path: Path
    about: dict
    digest: str
    standings: dict
    scores: dict
    stated_bands: dict
    parts: dict
    statistics: dict

    def said(self, name, default=""):
        return self.about.get(name, default)

    def fault(self, name, message):
        """A fault in what `edition.toml` says under `name`."""
        return _fault(self.path / "edition.toml", name, message)


def edition_files(folder):
    """Every edition of the record, index by index, oldest first.

    Raises:
        RecordError: with the file and the line, and what is wrong there.
    """
    files = [read_edition(path.parent) for path in sorted(folder.glob("*/*/edition.toml"))]
    # A period comes after those it follows, and a revision after the one it replaces.
    return sorted(files, key=lambda file: (file.said("index"), parse_label(file.said("label")).ends_on, revision(file)))


def revision(file):
    return file.said("revision", 1)


def read_edition(folder):
    """Read one edition's folder.

    Raises:
        RecordError: with the file and the line, and what is wrong there.
    """
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / name
        digest.update(path.read_bytes() if path.exists() else b"")
    return EditionFile(
        folder,
        _read_about(folder / "edition.toml"),
        digest.hexdigest(),
        keyed(read_table(folder / "standings.csv", STANDING_COLUMNS, STANDING_MORE), "unit"),
        keyed(read_table(folder / "scores.csv", SCORE_COLUMNS), "unit", "code"),
        keyed(read_table(folder / "stated_bands.csv", BAND_COLUMNS), "unit"),
        keyed(read_table(folder / "parts.csv", PART_COLUMNS), "unit", "name"),
        keyed(read_table(folder / "statistics.csv", STATISTIC_COLUMNS), *STATISTIC_KEY),
    )


def _read_about(path):
    """What `edition.toml` says, each thing as what it must be."""
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except ValueError as error:  # not TOML, or not UTF-8
        raise RecordError(path, None, str(error)) from error
    for name in ("index", "label", "criteria_set"):
        if not about.get(name):
            raise _fault(path, name, _("thiếu “%(name)s”") % {"name": name})
    _check_names(path, about, SAYS)
    for name, says in (("blocks", SAYS_OF_BLOCK), ("bands", SAYS_OF_BAND)):
        for told in about.get(name, []):
            _check_names(path, told, says)
    _check_place(path, about)
    if about.get("revision", 1) > 1 and not about.get("reason"):
        raise _fault(path, "reason", _("bản thay thế phải ghi “reason”"))
    if not about.get("source") and not about.get("decision"):
        raise _fault(path, "source", _("phải ghi “source” hoặc “decision”"))
    return about


def _check_place(path, about):
    """The label is one, the year is the label's, and the folder is that of index, label and revision."""
    try:
        period = parse_label(about["label"])
    except ValueError:
        raise _fault(
            path,
            "label",
            _("“%(label)s” không dùng làm nhãn được: ghi 2024, 2026-q3, 2026-m09 hoặc 2026-w47")
            % {"label": about["label"]},
        ) from None
    if about.get("year", period.year) != period.year:
        raise _fault(path, "year", _("“year” không khớp với “label”"))
    number = about.get("revision", 1)
    wanted = (about["index"], about["label"] if number == 1 else f"{about['label']}-r{number}")
    if wanted != (path.parent.parent.name, path.parent.name):
        raise _fault(
            path, "label", _("năm đánh giá này phải nằm trong thư mục %(folder)s") % {"folder": "/".join(wanted)}
        )


def _check_names(path, told, says):
    """Every name is known, and its value of the right kind (a whole number will do for a decimal)."""
    for name, value in told.items():
        if name not in says:
            raise _fault(path, name, _("không có mục nào tên “%(name)s”") % {"name": name})
        if type(value) is not says[name] and (type(value), says[name]) != (int, Decimal):
            raise _fault(path, name, _("“%(name)s”: “%(value)s” không đúng kiểu") % {"name": name, "value": value})


def _fault(path, name, message):
    """A fault at the line that begins with `name`, where there is one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = (place for place, line in enumerate(lines, start=1) if re.match(rf"\s*{re.escape(name)}\s*=", line))
    return RecordError(path, next(at, None), message)


def standing_of(row, units, blocks):
    """A `Standing` as one line of the record states it, not stored yet."""
    points, percent = printed(row, "stated_points"), printed(row, "stated_percent")
    return Standing(
        unit=row.one_of("unit", units),
        block=row.one_of("block", blocks, blank=True),
        to_be_ranked=row.flag("to_be_ranked"),
        own_max_points=figure(row, "max_points"),
        status=row.choice("status", Standing.Status),
        stated_points=points and points.value,
        stated_points_places=points and points.places,
        stated_percent=percent and percent.value,
        stated_percent_places=percent and percent.places,
        stated_rank=row.whole("stated_rank"),
        note=row.text("note"),
        note_en=row.text("note_en"),
    )


def score_of(row, criteria):
    """A `Score` as one line of the record states it, not stored yet. `criteria`: code -> Criterion."""
    points, percent = printed(row, "stated_points"), printed(row, "stated_percent")
    return Score(
        criterion=row.one_of("code", criteria),
        status=row.choice("status", Score.Status),
        origin=Score.Origin.ENTERED,
        entered_points=figure(row, "points"),
        own_max_points=figure(row, "max_points"),
        stated_points=points and points.value,
        stated_points_places=points and points.places,
        stated_percent=percent and percent.value,
        stated_percent_places=percent and percent.places,
        stated_rank=row.whole("stated_rank"),
        note=row.text("note"),
    )
