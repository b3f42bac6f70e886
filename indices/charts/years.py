"""Lines over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from indices.charts.figures import MUTED, PALETTE, checked_figure

GAP = 0.14  # of the height, between two panels; of many, all gaps together take three times as much
MARKS = ("square", "diamond", "triangle-up", "cross", "triangle-down", "star", "hexagon")  # of units before
BESIDE = 0.08  # years between two lines that would lie upon each other


class Look(Enum):
    PLAIN = auto()
    BEFORE = auto()
    TOGETHER = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line over the years.

    Args:
        values: one a year, `None` for a year without; never zero in its place.
        texts: what is read on pointing at each of them.
        muted: is it only there to compare with?
        look: of a unit that was there before (thin, with a mark of its own), or of what such units got together
            (dashed, hollow, in the colour of the first line).
    """

    name: str
    values: Sequence[Decimal | int | None]
    texts: Sequence[str]
    muted: bool = False
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture of its own above the common years. `is_rank`: first place on top."""

    title: str
    lines: Sequence[Line]
    is_rank: bool = False


def place_in_time(starts_on: date, ends_on: date) -> float:
    """Where a period stands on the axis of years: a whole year on its number, a part of one in its middle."""
    if (ends_on - starts_on).days > 360:
        return starts_on.year
    middle = starts_on + (ends_on - starts_on) / 2
    return round(middle.year + (middle.timetuple().tm_yday - 1) / 366, 3)


def over_the_years(
    places: Sequence[float],
    labels: Sequence[str],
    panels: Sequence[Panel],
    *,
    breaks: Sequence[int] = (),
    break_words: str = "",
    unit_breaks: Sequence[int] = (),
    unit_break_words: str = "",
) -> dict:
    """Lines over the years, a panel above the other.

    Args:
        places: where each year stands (`place_in_time`), oldest first.
        labels: what each year is called.
        panels: from the top down; each line has as many values as there are years.
        breaks: positions in `places` of the years that begin with another criteria set: lines are cut before them, and
            a dotted line is drawn there.
        break_words: what the dotted lines say.
        unit_breaks: positions of the years that rank quite another number of units: lines of ranks are cut before them,
            and a line of dashes and dots is drawn there.
        unit_break_words: what those say.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    data, layout = [], {}
    gap = min(GAP, 3 * GAP / len(panels))
    height = (1 - gap * (len(panels) - 1)) / len(panels)
    styles = _styles([line for panel in panels for line in panel.lines])
    named: set[str] = set()
    for number, panel in enumerate(panels):
        axis = f"y{number + 1}" if number else "y"
        top = 1 - number * (height + gap)
        layout[f"yaxis{number + 1}" if number else "yaxis"] = {
            "domain": [round(max(top - height, 0), 4), round(top, 4)],
            **(_rank_axis(panel) if panel.is_rank else {}),
        }
        layout.setdefault("annotations", []).append(_panel_title(panel.title, top))
        cut = {*breaks, *unit_breaks} if panel.is_rank else set(breaks)
        for line in panel.lines:
            data.append(_trace(line, places, cut, axis=axis, style=styles[line.name], in_legend=line.name not in named))
            named.add(line.name)
    layout["xaxis"] = _time_axis(places, labels) | {"anchor": f"y{len(panels)}" if len(panels) > 1 else "y"}
    layout["shapes"] = [
        _break_line(_between(places, place), break_words, dash="dot", in_legend=not number)
        for number, place in enumerate(breaks)
    ] + [
        _break_line(
            _between(places, place) + (BESIDE if place in breaks else 0),
            unit_break_words,
            dash="dashdot",
            in_legend=not number,
        )
        for number, place in enumerate(unit_breaks)
    ]
    # Below, where on a phone it may take two rows; above, it would run into the panel's title.
    layout["legend"] = {"yref": "container", "y": 0, "yanchor": "bottom"}
    layout["margin"] = {"t": 30, "l": 8, "r": 16, "b": 72}
    return checked_figure(data, layout)


def _styles(lines: Sequence[Line]) -> dict[str, dict]:
    """How each line is drawn, by its name: the same in every panel."""
    own = dict.fromkeys(line.name for line in lines if not line.muted and line.look is not Look.TOGETHER)
    colours = {name: PALETTE[place % len(PALETTE)] for place, name in enumerate(own)}
    before = dict.fromkeys(line.name for line in lines if line.look is Look.BEFORE)
    if before and next(iter(own)) in before:  # the first colour is that of the line of reference
        colours = {name: PALETTE[(place + 1) % len(PALETTE)] for place, name in enumerate(own)}
    marks = {name: MARKS[place % len(MARKS)] for place, name in enumerate(before)}
    found = {}
    for line in lines:
        if line.muted:
            style = {"line": {"color": MUTED, "dash": "dot", "width": 1.5}, "marker": {"color": MUTED, "size": 4}}
        elif line.look is Look.TOGETHER:
            hollow = {"color": "#ffffff", "size": 7, "line": {"color": PALETTE[0], "width": 2}}
            style = {"line": {"color": PALETTE[0], "dash": "dash"}, "marker": hollow}
        elif line.look is Look.BEFORE:
            colour = colours[line.name]
            mark = {"color": colour, "size": 6, "symbol": marks[line.name]}
            style = {"line": {"color": colour, "width": 1}, "marker": mark}
        else:
            style = {"line": {"color": colours[line.name]}, "marker": {"color": colours[line.name], "size": 6}}
        found[line.name] = style
    return found


def _between(places: Sequence[float], place: int) -> float:
    return (places[place - 1] + places[place]) / 2


def _trace(line: Line, places, breaks, *, axis: str, style: dict, in_legend: bool) -> dict:
    xs, ys, texts = [], [], []
    for place, (x, value, text) in enumerate(zip(places, line.values, line.texts, strict=True)):
        if place in breaks:  # a point without a value cuts the line
            xs.append(_between(places, place))
            ys.append(None)
            texts.append("")
        xs.append(x)
        ys.append(value if value is None or isinstance(value, int) else float(value))
        texts.append(text)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "legendgroup": line.name,
        "showlegend": in_legend,
        "x": xs,
        "y": ys,
        "yaxis": axis,
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        **style,
    }


def _rank_axis(panel: Panel) -> dict:
    """First place on top, the last rank there is at the bottom; whole places only."""
    ranks = [value for line in panel.lines for value in line.values if value is not None]
    last = max([*ranks, 2])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if last <= 5 * step or step == 1000)
    ticks = [1, *range(step, last + 1, step)] if step > 1 else list(range(1, last + 1))
    return {"range": [last + max(1, last * 0.06), 1 - max(0.5, last * 0.06)], "tickvals": ticks}


def _time_axis(places: Sequence[float], labels: Sequence[str]) -> dict:
    if all(isinstance(place, int) for place in places):
        # Few years are all written; of many, as many as there is room for, and never half a year.
        step = {"dtick": 1} if len(places) <= 6 else {}
        return {"tickformat": "d", "range": [places[0] - 0.5, places[-1] + 0.5], **step}
    return {"tickvals": list(places), "ticktext": list(labels)}


def _panel_title(title: str, top: float) -> dict:
    return {
        "text": title,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": round(top, 4),
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": MUTED, "size": 13},
    }


def _break_line(x: float, words: str, *, dash: str, in_legend: bool) -> dict:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": MUTED, "dash": dash, "width": 1},
        "name": words,
        "showlegend": in_legend,
    }
