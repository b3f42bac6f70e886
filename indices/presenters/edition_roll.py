"""The rows of the page where units are chosen for an edition, and the tools that choose many of them at once."""

from dataclasses import dataclass, replace

from indices.actions.rolls import RollRow, roll_of

ALL, NONE, RANKED, UNRANKED, BLOCK = "all", "none", "ranked", "unranked", "block"


@dataclass(frozen=True)
class Line:
    """One unit on the page: `row` as it stands, or as it was typed and refused; `excused` in words."""

    unit: object
    row: RollRow
    excused: str
    fields: list


def roll_table(units, roll, blocks, fields, typed):
    """A line for each unit.

    Args:
        units: of `queries.rolls.roll_units`.
        roll: of `actions.rolls.roll_of`.
        fields: of the criteria set.
        typed: unit id -> `RollRow` that was sent and refused; it is shown again as it was.
    """
    lines = []
    for unit in units:
        row = typed.get(unit.pk) or roll.row(unit.pk)
        excused = [field for field in fields if field.pk in row.excused]
        marked = [(field, field.pk in row.excused) for field in fields]
        lines.append(Line(unit, row, ", ".join(field.code for field in excused), marked))
    return lines


def bulk_rows(edition, tool, units, block):
    """What a tool decides of all units that are found, as rows; units not on the roll are only put on it by `all`.

    Args:
        block: id of a block, for the tool that puts units into one; nothing takes them out of theirs.
    """
    roll = roll_of(edition)
    block = int(block) if (block or "").isdecimal() else None
    rows = [roll.row(unit) for unit in units.values_list("pk", flat=True)]
    standing = [row for row in rows if row.takes_part]
    tools = {
        ALL: lambda: [RollRow(row.unit) for row in rows if not row.takes_part],
        NONE: lambda: [replace(row, takes_part=False) for row in standing],
        RANKED: lambda: [replace(row, to_be_ranked=True) for row in standing],
        UNRANKED: lambda: [replace(row, to_be_ranked=False) for row in standing],
        BLOCK: lambda: [replace(row, block=block) for row in standing],
    }
    return tools.get(tool, list)()
