"""What follows for a criterion from those around it: its code, kind and method where its own row leaves them unsaid."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indices.domain.outline import numbered, parents
from indices.importing.codes import under_their_fields
from indices.importing.criteria_columns import Role
from indices.importing.criteria_lines import note_text
from indices.importing.criteria_rows import RowReader, SheetRow
from indices.importing.faults import CellFault, Remark
from indices.models import Criterion
from reformtrack.text import nfc

LONGEST = {name: Criterion._meta.get_field(name).max_length for name in ("code", "short_name", "short_name_en")}


def settled(reader: RowReader) -> tuple[SheetRow, ...]:
    """The criteria that a reader has read, complete; what is understood on the way is among its remarks."""
    return _Settling(reader).rows_in_full()


class _Settling:
    def __init__(self, reader: RowReader):
        self.reader, self.rows = reader, list(reader.rows)
        self.above = parents([row.outline for row in self.rows])

    def rows_in_full(self) -> tuple[SheetRow, ...]:
        self._notes()
        self._codes()
        for place, row in enumerate(self.rows):
            self.rows[place] = self._of_kind(row, self.above[place])
        self._methods()
        for row in self.rows:
            self._check_lengths(row)
        return tuple(self.rows)

    def _notes(self) -> None:
        for place, lines in self.reader.notes.items():
            row = self.rows[place]
            texts = [text for line in lines if (text := note_text(line, self.reader.header))]
            self.rows[place] = replace(row, note="\n".join(filter(None, [row.note, *texts])))
            first, last = lines[0].row, lines[-1].row
            said = _("Dòng %(first)s") if first == last else _("Các dòng %(first)s–%(last)s")
            text = _("%(rows)s không có mã: giữ làm ghi chú của tiêu chí %(code)s.")
            about = {"rows": said % {"first": first, "last": last}, "code": row.code or row.name}
            self._remark(next(iter(lines[0].cells.values())).address, text % about)

    def _codes(self) -> None:
        codes = [row.code for row in self.rows]
        if self.reader.has_no_codes and not all(codes):
            written = numbered([row.depth for row in self.rows])
            self._remark("", _("Bảng không có cột mã: mã được đánh theo thứ tự, từ 1."))
        else:
            written = under_their_fields(self.reader.codes, self.above)
            changed = [(old, new) for old, new in zip(codes, written, strict=True) if old != new]
            if changed:
                text = _("Số thứ tự lặp lại ở các lĩnh vực nên mã được ghi kèm lĩnh vực: %(old)s thành %(new)s, …")
                self._remark("", text % {"old": changed[0][0], "new": changed[0][1]})
        self.rows = [replace(row, code=code) for row, code in zip(self.rows, written, strict=True)]

    def _of_kind(self, row: SheetRow, above: int | None) -> SheetRow:
        """Unsaid, a kind is that of what it stands under, or what its name or the sign of its points tells."""
        inherited = "ordinary" if above is None else self.rows[above].kind
        kind = row.kind or (inherited if inherited != "ordinary" else self._told_kind(row))
        points = row.max_points
        if kind == "penalty" and points is not None and points > 0:
            points = -points
            text = _("Điểm trừ của tiêu chí %(code)s được ghi là số âm.")
            self._remark(row.cells.get(Role.MAXIMUM, ""), text % {"code": row.code})
        return replace(row, kind=kind, max_points=points)

    def _told_kind(self, row: SheetRow) -> str:
        words = nfc(row.name).casefold()
        if words.startswith(("điểm thưởng", "điểm cộng")):
            kind, text = "bonus", _("Tiêu chí %(code)s được hiểu là điểm thưởng.")
        elif words.startswith("điểm trừ") or (row.max_points is not None and row.max_points < 0):
            kind, text = "penalty", _("Tiêu chí %(code)s được hiểu là điểm trừ.")
        else:
            return "ordinary"
        self._remark(row.cells.get(Role.NAME, ""), text % {"code": row.code})
        return kind

    def _methods(self) -> None:
        """Unsaid, a leaf is appraised; what stands above is scored as all below it are, or in several ways."""
        with_children = {above for above in self.above if above is not None}
        unsaid = [row for place, row in enumerate(self.rows) if not row.method and place not in with_children]
        below: dict[int | None, set[str]] = {}
        for place in reversed(range(len(self.rows))):
            row = self.rows[place]
            method = row.method or _common(below.get(place, ()))
            self.rows[place] = replace(row, method=method)
            below.setdefault(self.above[place], set()).add(method)
        if unsaid:
            text = _("%(count)s tiêu chí không ghi cách chấm: được hiểu là thẩm định.")
            self._remark(unsaid[0].cells.get(Role.NAME, ""), text % {"count": len(unsaid)})

    def _check_lengths(self, row: SheetRow) -> None:
        for name, longest in LONGEST.items():
            text = getattr(row, name)
            if len(text) > longest:
                message = _("Dài %(length)s chữ, quá %(longest)s chữ.") % {"length": len(text), "longest": longest}
                where = row.cells.get(name, "")
                remedy = _("Rút ngắn nội dung của ô.")
                self.reader.faults.append(CellFault(self.reader.sheet.name, where, text, "too_long", message, remedy))

    def _remark(self, cell: str, text: str) -> None:
        self.reader.remarks.append(Remark(self.reader.sheet.name, cell, text))


def _common(methods: Sequence[str] | set[str]) -> str:
    """The method of all, `mixed` where they differ; a leaf has none below it."""
    if not methods:
        return "appraisal"
    return next(iter(methods)) if len(methods) == 1 else "mixed"
