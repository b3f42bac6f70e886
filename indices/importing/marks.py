"""What the workbooks that we hand out say of themselves: names without cells, of which edition and layout they are.

They stay when such a file is saved by Excel or LibreOffice, and go when its table is copied elsewhere.
"""

import io
import zipfile
from collections.abc import Iterable

from openpyxl.xml.functions import fromstring

PREFIX = "reformtrack."
LONGEST = 100  # letters


def marks_among(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those of (name, formula) that are ours, the formula being a text in quotation marks."""
    return {
        name.removeprefix(PREFIX): formula[1:-1]
        for name, formula in names
        if name.startswith(PREFIX) and len(formula) <= LONGEST and formula[:1] == formula[-1:] == '"' and formula[1:-1]
    }


def marks_of_workbook(data: bytes) -> dict[str, str]:
    """The marks of an Excel workbook that was read already."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = next((name for name in archive.namelist() if name.lower() == "xl/workbook.xml"), None)
        if part is None:
            return {}
        tree = fromstring(archive.read(part))
    named = (element for element in tree.iter() if str(element.tag).rpartition("}")[2] == "definedName")
    return marks_among((element.get("name", ""), element.text or "") for element in named)
