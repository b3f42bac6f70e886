"""Figures as readers see them: exact decimals turned into text, once, at the edge. Knows no framework.

Vietnamese writes a decimal comma, English a point; minus is `−` (U+2212); rounding is half up.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

MINUS = "−"
NOTHING = "–"  # no figure to show


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


class FigureFormat:
    """Turns decimals into text for one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.separator = "." if language.startswith("en") else ","

    def _text(self, value: Decimal, places: int) -> str:
        text = format(abs(value).quantize(_step(places), ROUND_HALF_UP), "f")
        return text.replace(".", self.separator)

    def points(self, value: Decimal | None, places: int) -> str:
        """`Decimal("91.605")`, 2 places → `91,61`; nothing known → `–`."""
        if value is None:
            return NOTHING
        text = self._text(value, places)
        return MINUS + text if value < 0 and text.strip("0,.") else text

    def change(self, value: Decimal | None, places: int) -> str:
        """A difference with its sign: `+0,12`, `−0,12`, `0,00`; nothing known → empty."""
        if value is None:
            return ""
        text = self._text(value, places)
        if not text.strip("0,."):
            return text
        return ("+" if value > 0 else MINUS) + text

    def exact(self, value: Decimal | None) -> str:
        """Every digit that is not a trailing zero: `Decimal("5.120000000")` → `5,12`."""
        if value is None:
            return NOTHING
        text = format(abs(value), "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return (MINUS if value < 0 else "") + text.replace(".", self.separator)


@cache
def figure_format(language: str) -> FigureFormat:
    """The format of a language code (`vi`, `en`)."""
    return FigureFormat(language)
