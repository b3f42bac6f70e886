"""Exact figures: decimals of at most nine places, counted in whole billionths, never in binary."""

from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import lru_cache

PLACES = 9
BILLION = 1_000_000_000
HUNDRED = 100 * BILLION  # one hundred percent, in billionths

# Arithmetic that would have to round is refused; Python's own context rounds to 28 digits without a word.
EXACTLY = Context(prec=60, traps=[Inexact, InvalidOperation])


def exact(value: object) -> Decimal:
    """Take a figure as it is written.

    Args:
        value: a Decimal, a whole number, or text with a decimal point. The digits are kept: `58.20` stays `58.20`.

    Raises:
        TypeError: a float or a boolean, or no number at all.
        ValueError: not a finite number, or more than nine places (PAPI has nine; nothing has more).
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError(f"points must be exact, not {type(value).__name__}: {value!r}")
    try:
        figure = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"not a number: {value!r}") from None
    billionths(figure)
    return figure


def billionths(figure: Decimal) -> int:
    """The figure as a whole number of billionths.

    Raises:
        TypeError: not a Decimal; a float above all.
        ValueError: not a finite number, or more than nine places.
    """
    try:
        # Asked of the class and not of the value: a float has a method of that name too.
        numerator, denominator = Decimal.as_integer_ratio(figure)
    except OverflowError:
        raise ValueError(f"not a finite number: {figure}") from None
    count, rest = divmod(numerator * BILLION, denominator)
    if rest:
        raise ValueError(f"more than nine decimal places: {figure}")
    return count


@lru_cache(maxsize=1 << 16)  # a national edition turns a few thousand different figures back a million times
def from_billionths(count: int) -> Decimal:
    """The decimal, with nine places, of a whole number of billionths."""
    return EXACTLY.scaleb(Decimal(count), -PLACES)


def from_half_billionths(count: int) -> Decimal:
    """The decimal, with ten places, of a whole number of half billionths: what tolerances are made of."""
    return EXACTLY.scaleb(Decimal(5 * count), -PLACES - 1)


def cut_quotient(numerator: int, denominator: int) -> int:
    """A quotient of whole numbers, cut toward zero. `denominator` is above zero."""
    whole = abs(numerator) // denominator
    return whole if numerator >= 0 else -whole


def cut(value: Fraction) -> Decimal:
    """A fraction cut toward zero at nine places: what is stored of a quotient, never what ranks compare."""
    return from_billionths(cut_quotient(value.numerator * BILLION, value.denominator))


def percent_of(points: Decimal, max_points: Decimal) -> Decimal:
    """Points as a share of their maximum, in percent, cut at nine places.

    Raises:
        ValueError: the maximum is not above zero.
    """
    if max_points <= 0:
        raise ValueError(f"a maximum must be above zero: {max_points}")
    return from_billionths(cut_quotient(billionths(points) * HUNDRED, billionths(max_points)))


def round_half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """Round once, at the edge, as officials do: half goes up, away from zero below zero too."""
    twice = 2 * abs(Fraction(value)) * 10**places
    whole = (twice.numerator + twice.denominator) // (2 * twice.denominator)
    return EXACTLY.scaleb(Decimal(whole if value >= 0 else -whole), -places)
