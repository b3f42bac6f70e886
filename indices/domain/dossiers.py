"""Which criteria count dossiers dealt with in time, and which field is that of procedures: told by their names.

Every decision words them in its own way, but these words are in all of them.
"""

import re
from unicodedata import normalize

IN_TIME = re.compile(r"(đúng|trước|trong) hạn|đúng thời hạn|đúng thời gian")
DOSSIERS = re.compile(r"hồ sơ|thủ tục hành chính|\btthc\b")
PROCEDURES = re.compile(r"thủ tục hành chính|\btthc\b")


def counts_dossiers_on_time(name: str) -> bool:
    """Whether a criterion of this name counts dossiers that were dealt with in time."""
    plain = _plain(name)
    return bool(IN_TIME.search(plain) and DOSSIERS.search(plain))


def is_of_procedures(name: str) -> bool:
    """Whether a field of this name is that of administrative procedures."""
    return bool(PROCEDURES.search(_plain(name)))


def _plain(name: str) -> str:
    return normalize("NFC", name).casefold()
