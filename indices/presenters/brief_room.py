"""How many lines of the ledger one sheet of A4 holds beside the rest of a brief, as its Word file is set.

Letters are counted, not measured: an average line of Times New Roman, 13 points in the text and 10 in the table. What
comes out is a little on the safe side; the same lines are shown on the page, so that paper and page say the same.
"""

from collections.abc import Sequence

MOST, FEWEST = 5, 2  # lines of the ledger
# Points that title, passages, lines of the ledger and notes have together, between what every brief has.
SHEET = 470
TEXT, SMALL, BETWEEN = 15, 11.5, 6  # points: a line of text, one of the table or the notes, the space of a passage
TEXT_LETTERS, TITLE_LETTERS, NOTE_LETTERS = 82, 72, 112  # letters of a line
NAME_LETTERS, NAME_ALONE_LETTERS, AGENCY_LETTERS = 32, 46, 28
NOBODY = 1  # letters of an agency that is not recorded: a dash


def _lines(text: str, letters: int) -> int:
    return max(1, -(-len(text) // letters))


def lines_that_fit(title: str, passages: Sequence[str], below: str, rows: Sequence[tuple[str, str]]) -> int:
    """How many of the rows there is room for; at least `FEWEST`, for a ledger of one line says too little.

    Args:
        passages: with their heads.
        below: notes and sources, as they run under the table.
        rows: name of the criterion and agency in charge, the most lost first.
    """
    left = SHEET - (_lines(title, TITLE_LETTERS) - 1) * TEXT - _lines(below, NOTE_LETTERS) * SMALL
    left -= sum(_lines(passage, TEXT_LETTERS) * TEXT + BETWEEN for passage in passages)
    letters = NAME_LETTERS if any(len(agency) > NOBODY for _name, agency in rows) else NAME_ALONE_LETTERS
    for count, (name, agency) in enumerate(rows[:MOST]):
        left -= max(_lines(name, letters), _lines(agency, AGENCY_LETTERS)) * SMALL
        if left < 0:
            return max(FEWEST, count)
    return MOST
