"""Cells that name a unit → exactly one unit; whatever is not sure becomes a fault and a question, never a guess."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from indices.importing.grid import Cell, Kind
from indices.importing.layout_names import Names
from indices.importing.scores_findings import Findings
from reformtrack.said import said as _
from reformtrack.said import said_label, said_together
from units.matching import Answer, Match
from units.queries import successions_of


@dataclass
class Units:
    """Resolves the cells of one file. `findings`: `None` while it is only being looked at."""

    names: Names
    findings: Findings | None = None
    _known: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    _gone: list[tuple[Cell, str, Match]] = field(default_factory=list)

    def of_header(self, cells: Sequence[Cell]) -> int | None:
        """The unit that the cells above a column name, by name, code or both."""
        code, name = None, None
        for cell in cells:
            if not self.names.names_unit(cell.text) and self._is_code(cell):
                code = cell
            elif name is None or not self.names.names_unit(name.text):
                name = cell
        return self.of(name, code)

    def _is_code(self, cell: Cell) -> bool:
        return " " not in cell.text and self.names.match("", cell.text).unit is not None

    def surely(self, name: Cell | None, code: Cell | None) -> int | None:
        """The unit of a row, where there is nothing to say about it; nearly always."""
        name_text, code_text = name.text if name else "", code.text if code else ""
        if (name_text or code_text) in self.names.choice.units:
            return None
        unit = self.names.match(name_text, code_text).unit
        roll = self.names.subject.roll
        return unit.pk if unit is not None and (not roll or unit.pk in roll) else None

    def of(self, name: Cell | None, code: Cell | None = None, context: str = "", *, once: bool = False) -> int | None:
        """The unit of a row.

        Args:
            context: what the row's block, or the heading of its section, says: tells namesakes apart.
            once: what is wrong with a text is told at the first of its cells only.
        """
        at = name or code
        if at is None:
            return None
        name_text, code_text = name.text if name else "", code.text if code else ""
        if name and not code and self._is_code_alone(name):
            name_text, code_text = "", name.text
        chosen = self.names.choice.units.get(name_text or code_text)
        if chosen is not None:
            return self._on_roll(chosen, at)
        key = (name_text, code_text, context)
        if key in self._known and (once or self._known[key] is not None):
            return self._known[key]
        if at.kind in (Kind.ERROR, Kind.NO_RESULT):
            self._fault(at, "error_cell" if at.kind == Kind.ERROR else "no_result", value=at.text)
            return None
        match = self.names.match(name_text, code_text)
        if match.unit is None and match.answer == Answer.CANDIDATES and context:
            within = self.names.match(f"{name_text}, {context}", code_text)
            match = within if within.unit is not None else match
        found = match.unit or self._on_roll_though_gone(match)
        unit = self._on_roll(found.pk, at) if found is not None else self._say(match, at)
        self._known[key] = unit
        return unit

    def _is_code_alone(self, cell: Cell) -> bool:
        return not self.names.names_unit(cell.text) and self._is_code(cell)

    def _on_roll(self, unit: int, at: Cell) -> int | None:
        roll = self.names.subject.roll
        if roll and unit not in roll:
            self._fault(at, "not_on_roll", value=at.text)
            return None
        return unit

    def _on_roll_though_gone(self, match: Match):
        """A unit that ended during the year and was assessed all the same: the roll says so."""
        assessed = [unit for unit in match.not_on_day if unit.pk in self.names.subject.roll]
        return assessed[0] if len(assessed) == 1 and match.answer == Answer.NOT_ON_DAY else None

    def _say(self, match: Match, at: Cell) -> None:
        """What is wrong with a text that is no unit for certain."""
        if match.answer == Answer.NOT_ON_DAY:
            self._gone.append((at, at.text, match))
            return
        offered = (*match.by_code, *match.candidates) or match.nearest
        wording = {
            Answer.CONTRADICTION: "contradicting_unit",
            Answer.CANDIDATES: "ambiguous_unit" if len(match.candidates) > 1 else "unsure_unit",
        }.get(match.answer, "unknown_unit")
        labels = {str(unit.pk): label_of(unit) for unit in offered}
        self._fault(at, wording, value=at.text, candidates=said_together("; ", labels.values()))
        if self.findings is not None:
            self.findings.question(at, match.text.strip() or at.text, "unit", labels.items())

    def say_gone(self, day: date) -> None:
        """Units that do not exist on the day, with what became of them: asked of the database once for all."""
        if not self._gone or self.findings is None:
            return
        successions = successions_of([unit.pk for _at, _text, match in self._gone for unit in match.not_on_day])
        for at, text, match in self._gone:
            gone = match.not_on_day[0]
            after = [one for one in successions if one.predecessor_id == gone.pk]
            became = _became(after)
            about = {"value": text, "day": f"{day:%d/%m/%Y}", "became": became}
            self._fault(at, "unit_not_on_day", **about)
            offered = {str(one.successor_id): label_of(one.successor) for one in after}
            self.findings.question(at, text, "unit", offered.items())
        self._gone = []

    def _fault(self, at: Cell, wording: str, **about) -> None:
        if self.findings is not None:
            self.findings.fault(at.sheet, at.row, at.column, wording, **about)


def _became(successions) -> str:
    """`: từ 01/07/2025 thuộc Ninh Bình`; empty where nothing is known."""
    if not successions:
        return ""
    names = said_together(", ", dict.fromkeys(label_of(one.successor) for one in successions))
    return _(": từ %(day)s là %(names)s") % {"day": f"{successions[0].effective_on:%d/%m/%Y}", "names": names}


def label_of(unit) -> str:
    """A unit among candidates: its name with its kind."""
    kind = said_label(unit.get_kind_display) if hasattr(unit, "get_kind_display") else ""
    return said_together("", (unit.name, " (", kind, ")")) if kind else unit.name
