"""What a page says, ready for its templates."""

from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _


class Said(dict):
    """A dict in which what is not said is empty.

    A template that asks a plain dict for what it lacks looks through all its attributes first: of the hundreds of cells
    of a scorecard, most of which have no link and no class, that was a third of the page's time.
    """

    def __missing__(self, key):
        return ""


def said(value):
    """The same dicts and lists, with dicts in which what is not said is empty; anything else as it is.

    Tables for components/simple_table.html get the cells of their rows as one safe text (`html`).
    """
    if type(value) is dict:
        if "heads" in value and "rows" in value:
            return Said(value, html=rows_html(value["rows"]))
        return Said((key, said(found)) for key, found in value.items())
    if type(value) is list:
        return [said(found) for found in value]
    return value


def in_percent(figure):
    """A figure with its sign, which stands apart in Vietnamese: 84,51 %."""
    return _("%(figure)s %%") % {"figure": figure}


def rows_html(rows):
    """Rows of components/simple_table.html as it draws them: made at once, since a template takes each cell apart."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308  (texts are escaped)


def _row(row):
    cells = "".join(map(_cell, row["cells"]))
    return f'<tr class="{_escaped(row.get("classes", ""))}">{cells}</tr>\n'


def _escaped(text):
    """As Django escapes it, which of a plain text first asks whether it is to be translated: of a thousand cells."""
    return escape(text) if type(text) is str else conditional_escape(text)


def _cell(cell):
    text = _escaped(cell["text"])
    if cell.get("href"):
        text = f'<a href="{_escaped(cell["href"])}">{text}</a>'
    classes = _escaped(cell.get("classes", ""))
    if cell.get("head"):
        return f'<th scope="row" class="{classes}">{text}</th>'
    return f'<td class="{classes}">{text}</td>'
