"""Rows to figures: plotly's plain dicts and lists, as components/chart.html takes them (docs/adr/0005-charts.md).

Colours, typeface and the reader's decimal sign are laid on in the browser by static/js/charts.js. What is read on
pointing is made by the presenters: a figure holds no number format of its own.
"""
