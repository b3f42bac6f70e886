"""What every chart shares: the colours of its lines, and a figure that plotly has checked."""

# Of the lines, in the order they come in: the colours of static/js/charts.js, said here so that a line keeps its own in
# every panel. Each stands out 3 : 1 from white.
PALETTE = ("#0b4f8a", "#8a5a00", "#0a6b3d", "#7a3e9d", "#b3261e", "#00707a", "#5b6875", "#a8436e")
MUTED = "#5b6875"  # what is there to compare with: the mean, the best
# Only for better and worse, and never alone: a sign or a word stands beside them.
BETTER = "#0a6b3d"
WORSE = "#b3261e"


def checked_figure(data: list[dict], layout: dict) -> dict:
    """Traces and their layout, checked by plotly.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists; plotly's default template (6 kB) is ours to lay on.
    """
    # Imported here: a worker that draws no chart does not pay for it.
    import plotly.graph_objects as go
    import plotly.io as pio

    pio.templates.default = None
    return go.Figure(data, layout).to_plotly_json()
