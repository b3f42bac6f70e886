"""The one-page brief as a Word file, laid out after Decree 30/2020/NĐ-CP (annex I): a report ready to be filled in.

A4; margins 20, 20, 30 and 15 mm (top, bottom, left, right); Times New Roman, 13 points, black; 6 points between
paragraphs. The names of the agency
and its superior, number and sign, place and date, recipients and signature are left to whoever issues it.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.exporting.word_parts import Align, Document, Paragraph, Run, Sheet, Table, docx

TABLE_SIZE = 10  # points
NOTE_SIZE = 10
BETWEEN = 6  # points between paragraphs: the least that the decree allows
LEDGER_WIDTH = 165  # millimetres: as wide as the text
LETTER = 1.62  # millimetres that a letter takes in the table, on the average
CELL_EDGES = 3.2
# Millimetres of a column of figures at least (its head fits), and of the two columns of words, who share what is left.
LEAST_FIGURES, LEAST_WORDS = 12, 18


def brief_as_docx(brief):
    """The bytes of the file.

    Args:
        brief: `presenters.brief.Brief`: every figure of the file is one of its texts.
    """
    body = [*_head(), *_title(brief), *_passages(brief), *_ledger(brief), *_below(brief), _signature()]
    language = "en-GB" if (get_language() or "").startswith("en") else "vi-VN"
    return docx(Document(brief.title, tuple(body), language, Sheet(), running=brief.sample))


def _line(text, *, align=Align.CENTRE, bold=False, italic=False, size=None, **others):
    return Paragraph((Run(text, bold, italic, size),), align, **others)


def _rule(indent):
    """A short line under what stands above it."""
    return Paragraph(indent=indent, ruled=True, height=3)


def _head():
    """Who issues it on the left; country, motto, place and date on the right."""
    left, right = 67, 98
    issuer = (
        _line(_("TÊN CƠ QUAN CHỦ QUẢN"), size=12),
        _line(_("TÊN CƠ QUAN, ĐƠN VỊ"), size=12, bold=True),
        _rule(left * 0.33),
        _line(_("Số: ……/BC-……"), before=6),
    )
    state = (
        _line(_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), size=12, bold=True),
        _line(_("Độc lập - Tự do - Hạnh phúc"), bold=True),
        _rule(right * 0.18),
        _line(_("………, ngày …… tháng …… năm ……"), italic=True, before=6),
    )
    yield Table(((issuer, state),), (left, right), lined=False)


def _title(brief):
    """What kind of document, and of what."""
    yield _line(_("BÁO CÁO"), bold=True, size=14, before=8, heading=1, keep=True)
    yield _line(brief.title, bold=True, keep=True)
    yield _rule(60)


def _passages(brief):
    for number, passage in enumerate(brief.passages, start=1):
        runs = (Run(f"{number}. {passage.head}: ", bold=True), Run(passage.text))
        yield Paragraph(runs, Align.BOTH, before=BETWEEN, first_line=10)


def _ledger(brief):
    number = len(brief.passages) + 1
    yield Paragraph(
        (Run(f"{number}. {brief.caption}", bold=True),), before=BETWEEN, after=3, first_line=10, heading=2, keep=True
    )
    if not brief.rows:
        yield Paragraph((Run(brief.why_no_rows),), Align.BOTH, first_line=10)
        return
    heads = tuple((_line(head, bold=True, size=TABLE_SIZE, keep=True),) for head in brief.heads)
    rows = [_row(brief, row) for row in brief.rows]
    if brief.sum:
        rows.append(_row(brief, brief.sum, bold=True))
    yield Table((heads, *rows), _widths(brief), heads=1)


def _widths(brief):
    """Of the six columns, in millimetres: figures stand in one line, words share the rest by their lengths."""
    lines = [*brief.rows, brief.sum] if brief.sum else brief.rows
    longest = [max(len(line[column]) for line in lines) for column in range(len(brief.heads))]
    word = [max(map(len, head.split())) for head in brief.heads]
    figures = {
        column: max(LEAST_FIGURES, max(longest[column], word[column]) * LETTER + CELL_EDGES)
        for column in brief.figure_columns
    }
    left = LEDGER_WIDTH - sum(figures.values())
    words = [column for column in range(len(brief.heads)) if column not in figures]
    room, letters = left - LEAST_WORDS * len(words), sum(longest[column] for column in words)
    shares = {column: LEAST_WORDS + room * longest[column] / letters for column in words}
    return tuple(round((figures | shares)[column], 1) for column in range(len(brief.heads)))


def _row(brief, row, *, bold=False):
    return tuple(
        (
            _line(
                text,
                align=Align.RIGHT if column in brief.figure_columns else Align.LEFT,
                bold=bold,
                size=TABLE_SIZE,
            ),
        )
        for column, text in enumerate(row)
    )


def _below(brief):
    """How the table is to be read; where the figures come from."""
    told = list(brief.notes)
    sources = [*brief.sources, *([brief.address] if brief.address else [])]
    if sources:
        told.append(_("Nguồn: %(sources)s.") % {"sources": "; ".join(sources)})
    if told:
        yield _line(" ".join(told), align=Align.LEFT, italic=True, size=NOTE_SIZE, before=3)
    yield Paragraph(height=3)


def _signature():
    """Recipients on the left; who signs on the right, with room for the signature."""
    left, right = 67, 98
    recipients = (
        _line(_("Nơi nhận:"), align=Align.LEFT, bold=True, italic=True, size=12),
        _line(_("- ……………;"), align=Align.LEFT, size=11),
        _line(_("- Lưu: VT, ……"), align=Align.LEFT, size=11),
    )
    signer = (
        _line(_("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ"), bold=True, after=33),
        _line(_("Họ và tên"), bold=True),
    )
    return Table(((recipients, signer),), (left, right), lined=False)
