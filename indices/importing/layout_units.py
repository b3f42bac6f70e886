"""Whose sheet it is: the unit that the head, the name of the sheet or the name of the file says, of a scorecard."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from indices.importing.grid import Book, Cell, Kind
from indices.importing.headings import is_generic
from indices.importing.layout_names import Names
from indices.importing.scores_findings import Findings
from units.matching import Answer

LABEL = re.compile(
    r"(?:tên |mã )?(?:cơ quan, đơn vị|đơn vị, địa phương|đơn vị|cơ quan|địa phương|tỉnh, thành phố|sở, ban, ngành"
    r"|tỉnh|huyện|xã|sở)"
    r"(?: (?:được đánh giá|tự đánh giá|báo cáo))?\s*(?::|$)\s*(?P<name>.*)",
    re.IGNORECASE,
)
OF = re.compile(r"\b(?:của|tại)\s+(?P<name>.+?)(?:\s*,?\s+(?:năm|quý|tháng|kỳ)\b.*)?$", re.IGNORECASE)
WORDS = re.compile(r"[\W_]+")


def sheet_unit(table, book: Book, names: Names, findings: Findings, resolve) -> tuple[int | None, str]:
    """(the unit of a scorecard, where it is named); `None` with a fault that says so.

    Args:
        resolve: cells of a name → pk of the unit, telling what is wrong.
    """
    sheet, subject = table.sheet, names.subject
    if subject.of_unit is not None:
        return subject.of_unit.pk, ""
    chosen = names.choice.units.get(sheet.name or book.name)
    if chosen is not None:
        return chosen, ""
    labelled = list(_labelled(table))
    if labelled:
        # `Đơn vị: Tân Lập` and below it `Mã đơn vị: 04012`: together they tell namesakes apart.
        unit = resolve(labelled)
        return _agreeing(unit, labelled[0], sheet.name, names, findings), labelled[0].address
    by_title = {unit.pk: cell for cell in table.titles for unit in _title_units(cell, names)}
    by_name = _of_text(sheet.name, names) if not is_generic(sheet.name) else None
    if by_name is not None and (not by_title or by_name.pk in by_title):
        return resolve([Cell(sheet.name, 0, 0, Kind.TEXT, by_name.name)]), ""
    if len(by_title) == 1:
        pk, cell = next(iter(by_title.items()))
        return _agreeing(pk, cell, sheet.name, names, findings), cell.address
    if by_title:
        _say_several(table, names, findings, by_title, by_name)
        return None, ""
    by_file = _of_text(PurePath(book.name).stem, names) if len(book.sheets) == 1 or not by_title else None
    if by_file is not None:
        return by_file.pk, ""
    findings.fault(sheet.name, 0, 0, "no_sheet_unit", value=sheet.name)
    offered = [(str(pk), standing.unit.name) for pk, standing in subject.roll.items()]
    findings.asked(sheet.name, 0, 0, sheet.name or book.name, "unit", offered[:60])
    return None, ""


def _labelled(table) -> Iterator[Cell]:
    """`Đơn vị: Sở Nội vụ` in one cell, or in two beside each other."""
    by_place = {(cell.row, cell.column): cell for cell in table.titles}
    for cell in table.titles:
        found = LABEL.fullmatch(cell.text) if cell.kind == Kind.TEXT else None
        if found is None:
            continue
        name = found["name"].strip(" .…_")
        if name:
            yield Cell(cell.sheet, cell.row, cell.column, Kind.TEXT, name)
        else:
            beside = [other for (row, column), other in by_place.items() if row == cell.row and column > cell.column]
            if beside:
                yield beside[0]


def _title_units(cell: Cell, names: Names) -> list:
    if cell.kind != Kind.TEXT or len(cell.text) > 200:
        return []
    found = OF.search(cell.text)
    for text in filter(None, (cell.text, found and found["name"])):
        match = names.match(text)
        if match.answer == Answer.UNIT:
            return [match.unit]
    return []


def _of_text(text: str, names: Names):
    """The unit that the name of a sheet or a file names, alone or among other words."""
    words = [word for word in WORDS.split(text) if word]
    for length in range(len(words), 0, -1):
        found = {}
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            if length == len(words) or length > 1:
                match = names.match(part)
                if match.unit is not None:
                    found[match.unit.pk] = match.unit
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return None
    return None


def _agreeing(unit: int | None, cell: Cell, sheet_name: str, names: Names, findings: Findings) -> int | None:
    """The unit of the head, unless the sheet is named after another: then the head was copied and not changed."""
    if unit is None or is_generic(sheet_name):
        return unit
    match = names.match(sheet_name)
    if match.unit is None or match.unit.pk == unit:
        return unit
    candidates = f"{cell.text}; {match.unit.name}"
    findings.fault(cell.sheet, cell.row, cell.column, "sheet_names_two_units", value=cell.text, candidates=candidates)
    findings.asked(
        cell.sheet, cell.row, cell.column, sheet_name, "unit",
        [(str(unit), cell.text), (str(match.unit.pk), match.unit.name)],
    )  # fmt: skip
    return None


def _say_several(table, names: Names, findings: Findings, by_title: dict, by_name) -> None:
    units = {pk: cell.text for pk, cell in by_title.items()}
    if by_name is not None:
        units[by_name.pk] = by_name.name
    cell = next(iter(by_title.values()))
    findings.fault(
        cell.sheet, cell.row, cell.column, "sheet_names_two_units",
        value=cell.text, candidates="; ".join(units.values()),
    )  # fmt: skip
    findings.asked(
        cell.sheet, cell.row, cell.column, table.sheet.name, "unit", [(str(pk), text) for pk, text in units.items()]
    )
