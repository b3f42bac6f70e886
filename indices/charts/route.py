"""Points needed against points to be had: what comes together, criterion after criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indices.charts.figures import MUTED, PALETTE, checked_figure


@dataclass(frozen=True, slots=True)
class Mark:
    """What is needed: a level line with its words."""

    points: Decimal
    text: str


def points_together(
    points: Sequence[Decimal], texts: Sequence[str], marks: Sequence[Mark], *, name: str, across: str, up: str
) -> dict:
    """Bars of what so many criteria come to together, and a line across for each need.

    Args:
        points: of the first criterion, of the first two, and so on.
        texts: what is read on pointing at each bar.
        marks: at most two.
        name: of the bars.
        across, up: titles of the axes.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    counts = list(range(1, len(points) + 1))
    data: list[dict] = [
        {
            "type": "bar",
            "name": name,
            "x": counts,
            "y": [float(value) for value in points],
            "text": list(texts),
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"color": PALETTE[0]},
        }
    ]
    for place, mark in enumerate(marks):
        colour = PALETTE[1 + 2 * place]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": mark.text,
                "x": [0.4, len(points) + 0.6],
                "y": [float(mark.points)] * 2,
                "hovertemplate": "%{fullData.name}<extra></extra>",
                # Told apart in print, where colours may be lost.
                "line": {"color": colour, "width": 2, "dash": ("dash", "dot")[place]},
            }
        )
    axis_title = {"font": {"size": 13, "color": MUTED}}
    step = next(step for step in (1, 2, 5, 10, 20) if len(points) <= 15 * step or step == 20)
    layout = {
        "bargap": 0.25,
        "xaxis": {
            "title": {"text": across, **axis_title},
            "range": [0.4, len(points) + 0.6],
            "dtick": step,
            "tick0": step,
        },
        "yaxis": {"title": {"text": up, **axis_title}, "rangemode": "tozero"},
        # Below, where on a phone it may take three rows.
        "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"t": 12, "l": 8, "r": 16, "b": 96},
    }
    return checked_figure(data, layout)
