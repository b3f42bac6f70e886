"""A few units side by side: a dot for each unit on the line of each field."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indices.charts.figures import MUTED, PALETTE, checked_figure

WIDEST_STEP = 0.18  # of the height of a line, between two units
LONGEST_NAME = 36  # letters of a name on one line of the legend: on a phone there is room for no more
# One form for each unit, so that a print in grey is read too.
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "star", "cross", "triangle-down", "hexagon")


@dataclass(frozen=True, slots=True)
class Dots:
    """One unit (or the mean) on every line.

    Args:
        values: percents, one a line; `None` where nothing is known.
        texts: what is read on pointing at each of them.
        muted: is it only there to compare with?
    """

    name: str
    values: Sequence[Decimal | None]
    texts: Sequence[str]
    muted: bool = False


def side_by_side(lines: Sequence[str], dots: Sequence[Dots]) -> dict:
    """Percent from left to right, the lines from the top down as the table beside has them.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    data, own = [], 0
    # Beside one another on their line, so that none hides another of the same figure.
    units = sum(not each.muted for each in dots)
    step = min(WIDEST_STEP, 0.8 / max(units, 1))
    for each in dots:
        shift = 0 if each.muted else (own - (units - 1) / 2) * step
        if each.muted:
            marker = {"color": MUTED, "symbol": "line-ns-open", "size": 14, "line": {"width": 2}}
        else:
            marker = {
                "color": PALETTE[own % len(PALETTE)],
                "symbol": SYMBOLS[own % len(SYMBOLS)],
                "size": 11,
                "line": {"color": "#ffffff", "width": 1},
            }
            own += 1
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "<br>".join(textwrap.wrap(each.name, LONGEST_NAME)),
                "x": [None if value is None else float(value) for value in each.values],
                "y": [round(line + shift, 4) for line in range(len(lines))],
                "text": list(each.texts),
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                "marker": marker,
            }
        )
    layout = {
        "xaxis": {"ticksuffix": " %", "showgrid": True, "nticks": 6},
        "yaxis": {
            "range": [len(lines) - 0.4, -0.6],
            "tickvals": list(range(len(lines))),
            "ticktext": list(lines),
            "showgrid": True,
        },
        "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"t": 8, "l": 8, "r": 24, "b": 88},
    }
    return checked_figure(data, layout)
