"""What made up a change: a bar for each cause, to the right what gained, to the left what lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from textwrap import shorten, wrap

from indices.charts.figures import BETTER, MUTED, WORSE, checked_figure

ROW = 34  # pixels: two lines of a name
NAME = 26  # characters of a line of a name: what a phone has room for beside the bars
LINES = 2
ROOM = Fraction(3, 5)  # of all that the bars span, at either end: room for a figure, on a phone too


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause.

    Args:
        text: the figure as it is read beside the bar.
        muted: nobody's gain or loss: what changed with the rules, or with who is ranked.
    """

    name: str
    value: Fraction | Decimal
    text: str
    muted: bool = False


def causes(bars: Sequence[Bar]) -> dict:
    """Bars from the top down, about a common line of zero.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    values = [Fraction(bar.value) for bar in bars]
    lowest, highest = min([Fraction(0), *values]), max([Fraction(0), *values])
    room = max(highest - lowest, Fraction(1, 100)) * ROOM
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [float(bar.value) for bar in bars],
        "y": list(range(len(bars))),
        "text": [bar.text for bar in bars],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [_colour(bar) for bar in bars], "opacity": 0.65},
        "customdata": [bar.name for bar in bars],
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
    }
    layout = {
        "height": ROW * len(bars) + 24,
        "bargap": 0.4,
        "showlegend": False,
        "margin": {"t": 4, "b": 12, "l": 8, "r": 8},
        "xaxis": {
            "range": [float(lowest - room), float(highest + room)],
            "showticklabels": False,
            "ticks": "",
            "zeroline": True,
            "zerolinecolor": MUTED,
        },
        "yaxis": {
            "tickvals": list(range(len(bars))),
            "ticktext": [_in_lines(bar.name) for bar in bars],
            "range": [len(bars) - 0.5, -0.5],
            "showgrid": False,
            "ticks": "",
        },
    }
    return checked_figure([trace], layout)


def _colour(bar: Bar) -> str:
    if bar.muted:
        return MUTED
    return BETTER if bar.value > 0 else WORSE


def _in_lines(name: str) -> str:
    """A name on two lines at most; what does not fit is left out at a word."""
    return "<br>".join(wrap(shorten(name, NAME * LINES - 4, placeholder="…"), NAME))
