"""The sample province "Tỉnh Mẫu": units, criteria and figures that nobody bears, to try everything on.

What it says stands in `fixtures/sample/`; its points are drawn from a seed and follow from its own scoring rules
(`generator`), so that every appraised point can be worked out again. `loading` stores it, all of it or nothing.
"""
