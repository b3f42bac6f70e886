"""Texts that are kept in Vietnamese and, where somebody has translated them, in English."""

from django.utils.translation import get_language


def is_english():
    """Is this page being made in English?"""
    return (get_language() or "").startswith("en")


def choose(vietnamese, english):
    """The text in the active language; Vietnamese where there is no English yet."""
    return english if english and is_english() else vietnamese


class Bilingual:
    """A model with `name` and `name_en` (and perhaps `note`, `note_en`)."""

    @property
    def shown_name(self):
        """The name in the active language."""
        return choose(self.name, self.name_en)

    @property
    def shown_note(self):
        """The note in the active language."""
        return choose(self.note, self.note_en)

    def __str__(self):
        return self.shown_name
