"""Sentences that can be said again in another language: kept as what they are made of, worded for whoever reads them.

What is found in a file is read weeks later by somebody else, perhaps in the other language. Text made here is plain
text in the active language, and beside it carries its recipe, in values that JSON holds:

    text = said("Thiếu %(unit)s.") % {"unit": "Huyện A"}
    stored = recipe_of(text)
    say(stored)  # in the language that is active then
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, override

from reformtrack.bilingual import Bilingual, choose
from reformtrack.figures import figure_format

Recipe = Any  # text, a number, or a dict of what a sentence is made of: values that JSON holds

MARKS = frozenset({"say", "figure", "vi", "between", "large"})  # of which every recipe has one


class Said(str):
    """Text in the language that was active when it was made."""

    __slots__ = ("recipe",)

    def __new__(cls, recipe: dict[str, Recipe]) -> "Said":
        made = super().__new__(cls, _worded(recipe))
        made.recipe = recipe
        return made

    def __getnewargs__(self):
        return (self.recipe,)

    def __deepcopy__(self, memo) -> "Said":
        return self

    def __str__(self) -> "Said":
        return self

    def __mod__(self, about: Mapping[str, object]) -> "Said":
        """Filled in; what is filled in may be `Said` itself."""
        return Said(self.recipe | {"about": {name: recipe_of(value) for name, value in about.items()}})


def said(message: str) -> Said:
    """A message of the catalogue, by its Vietnamese text."""
    return Said({"say": message})


def said_number(one: str, many: str, number: int) -> Said:
    """A message that is worded by a number."""
    return Said({"say": one, "many": many, "number": number})


def said_figure(value: Decimal | None) -> Said:
    """A figure with every digit; a dash where there is none."""
    return Said({"figure": None if value is None else str(value)})


def said_label(label: Callable[[], str]) -> Said:
    """What a choice of a model is called, by whatever tells so in the active language."""
    with override(settings.LANGUAGE_CODE):
        source = label()
    return said(source)


def said_either(vietnamese: str, english: str) -> Said:
    """A text that is kept in both languages, the English one perhaps empty."""
    return Said({"vi": vietnamese, "en": english})


def said_together(between: str, parts: Iterable[object]) -> Said:
    """Several texts in a row."""
    return Said({"between": between, "parts": [recipe_of(part) for part in parts]})


def said_large(text: str) -> str:
    """With a capital in front."""
    return Said({"large": text.recipe}) if isinstance(text, Said) else capfirst(text)


def recipe_of(value: object) -> Recipe:
    """What a value is made of, for JSON; whatever is no `Said` stays as it reads now."""
    if isinstance(value, Said):
        return value.recipe
    if isinstance(value, Bilingual):
        return {"vi": value.name, "en": value.name_en}
    return value if type(value) is int else str(value)


def say(recipe: Recipe) -> str:
    """A recipe in the active language; plain text stands as it is."""
    return Said(recipe) if isinstance(recipe, dict) else str(recipe)


def say_all(kept: Any) -> Any:
    """Lists and dicts as JSON held them, every recipe in them in the active language."""
    if isinstance(kept, list):
        return [say_all(each) for each in kept]
    if not isinstance(kept, dict):
        return kept
    return {name: say_all(each) for name, each in kept.items()} if MARKS.isdisjoint(kept) else Said(kept)


def _worded(recipe: Recipe) -> str:
    if not isinstance(recipe, dict):
        return str(recipe)
    if "figure" in recipe:
        figure = recipe["figure"]
        return figure_format(get_language() or "vi").exact(None if figure is None else Decimal(figure))
    if "vi" in recipe:
        return choose(recipe["vi"], recipe["en"])
    if "parts" in recipe:
        return recipe["between"].join(_worded(part) for part in recipe["parts"])
    if "large" in recipe:
        return capfirst(_worded(recipe["large"]))
    message = recipe["say"]
    text = ngettext(message, recipe["many"], recipe["number"]) if "many" in recipe else gettext(message)
    if "about" not in recipe:
        return text
    return text % {name: _worded(value) for name, value in recipe["about"].items()}
