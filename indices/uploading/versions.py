"""What is entered for some units, as one short text: equal as long as nobody enters anything for them."""

import hashlib
from operator import attrgetter

from indices.actions.rows import SCORE_ENTERED, STANDING_ENTERED
from indices.models import Score

# Where a score came from says nothing of what it is; of its status, which is computed too, see below.
_of_score = attrgetter(*(name for name in SCORE_ENTERED if name not in ("status", "upload_id", "sheet", "cell")))
_of_standing = attrgetter(*STANDING_ENTERED)


def digest_of(subject, units):
    """The digest of what a file about these units would write over.

    Files of other units do not change it: each unit may send its own at the same time. Nor does computing the edition.
    """
    digest = hashlib.sha256()
    for unit in sorted(units):
        standing = subject.roll.get(unit)
        digest.update(f"{unit}{standing and _of_standing(standing)!r}".encode())
        scores = subject.scores.get(unit, {})
        for code in sorted(scores):
            applies = scores[code].status != Score.Status.NOT_APPLICABLE
            digest.update(f"{code}{applies}{_of_score(scores[code])!r}".encode())
    return digest.hexdigest()
