"""The keys by which names are searched and ordered: made anew wherever somebody stores a name."""

from reformtrack.text import fold, nfc, sort_key


def tidy(row):
    """Bring the text of a unit, a dated name or an alias into composed Unicode, and make the keys that follow."""
    attribute = "name" if hasattr(row, "name") else "text"
    text = nfc(getattr(row, attribute))
    setattr(row, attribute, text)
    row.search_key = fold(text)
    if hasattr(row, "sort_key"):
        row.sort_key = sort_key(text)
