"""A published record of a few lines, which tests write on, spoil, and load."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

UNITS = "slug,level,code,name,kind,name_en,parent,valid_from,valid_to,sources,note\n"
CRITERIA = "code,parent,level,name,short_name,name_en,short_name_en,max_points,method,kind,total_method,note\n"
STANDINGS = "unit,block,to_be_ranked,status,stated_points,stated_percent,stated_rank,sources,note,note_en\n"
SCORES = "unit,code,status,points,max_points,stated_points,stated_percent,stated_rank,sources,note\n"

FILES = {
    "sources.csv": "code,title,url,publisher,published_on,licence,note\n"
    "results-1,Báo cáo 2016,,VCCI,2017-03-14,,\n"
    "results-2,Bảng tính 2016,,VCCI,,,\n",
    "decisions.csv": "slug,number,issuer,title,signed_on,signer,in_force_from,in_force_to,url,sources,note\n"
    "409-qd-bnv,409/QĐ-BNV,Bộ Nội vụ,,2017-04-06,,,,,results-1,\n",
    "units/provinces.csv": UNITS + "an,province,01,An,province,,,,,results-1,\n"
    "bac,province,02,Bắc,province,,,,,results-1,\n",
    "units/names.csv": "unit,valid_from,name,kind,name_en,decision,sources\nan,,An,province,,409-qd-bnv,results-1\n",
    "indices.csv": "slug,family,name,short_name,name_en,short_name_en,level,within,total_method,figure,places,"
    "publishes_ranks,agency,agency_en,position,public_depth,description,description_en,sources\n"
    "thu,par,Chỉ số thử,Thử,,,province,,sum,points,2,yes,,,1,full,,,results-1\n",
    "sets/sets.csv": "slug,index,name,name_en,decision,year_from,year_to,state,max_points,bonus_cap,penalty_cap,"
    "copied_from,sources,note,note_en\n"
    "thu-2016,thu,Bộ 2016,,409-qd-bnv,2016,,in_force,20,,,,results-1,,\n",
    "sets/thu-2016.csv": CRITERIA + "1,,field,Lĩnh vực một,,,,10,appraisal,ordinary,,\n"
    "1.1,1,criterion,Tiêu chí một,,,,4,appraisal,ordinary,,\n"
    "1.2,1,criterion,Tiêu chí hai,,,,6,appraisal,ordinary,,\n"
    "2,,field,Lĩnh vực hai,,,,10,survey,ordinary,,\n",
    "sets/links.csv": "from_set,old,to_set,new,kind,note,note_en\n",
    "editions/thu/2016/edition.toml": 'index = "thu"\nlabel = "2016"\nyear = 2016\ncriteria_set = "thu-2016"\n'
    'source = "results-1"\nsources = ["results-1"]\nstated_units = 2\n',
    "editions/thu/2016/standings.csv": STANDINGS + "an,,yes,ranked,15.50,,1,,,\nbac,,yes,ranked,14.00,,2,,,\n",
    "editions/thu/2016/scores.csv": SCORES + "an,1.1,scored,3.5,,,,,results-2,\n"
    "an,1.2,scored,4,,,,,,\nan,2,scored,8,,,,,,\n"
    "bac,1.1,scored,2,,,,,,\nbac,1.2,scored,5,,,,,,\nbac,2,scored,7,,,,,,\n",
}


class RecordFolder:
    """A folder like `fixtures/`. What is loaded from it is committed or refused as a whole."""

    def __init__(self, path):
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name, before, after):
        """Put `after` where `before` stands, which must be there exactly once."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.write(name, text.replace(before, after))

    def copy_edition(self, label, *changes):
        """The edition of 2016 under another label; changes (file, before, after) are made in the copy."""
        for path in sorted((self.path / "editions/thu/2016").iterdir()):
            self.write(f"editions/thu/{label}/{path.name}", path.read_text("utf-8"))
        for name, before, after in changes:
            self.edit(f"editions/thu/{label}/{name}", before, after)

    def load(self):
        """What the command says."""
        out = StringIO()
        call_command("load_published", fixtures=self.path, stdout=out)
        return out.getvalue()

    def refusal(self):
        """What the command says when it refuses, with the folder's own path left out."""
        with pytest.raises(CommandError) as refusal:
            self.load()
        return str(refusal.value).replace(f"{self.path}/", "")


@pytest.fixture
def folder(tmp_path, db):
    return RecordFolder(tmp_path)


@pytest.fixture
def loaded(folder):
    folder.load()
    return folder
