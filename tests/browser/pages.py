"""Every public page, in the states that a reader meets it in."""

LEAGUE_TABLES = [
    "/indices/papi/2024/",
    "/indices/papi/2024/?show=values",
    "/indices/papi/2024/?show=ranks&more=years",
    "/indices/papi/2024/?show=changes",
    "/indices/papi/2024/?under=1",
    "/indices/papi/2018/",  # two of 63 are not ranked
    "/indices/papi/2024/?q=khong+co+don+vi+nay",  # an empty one
    "/indices/pci/2016/",
    "/indices/pci/2021/",  # 22 of 63 are known
    "/indices/par-province/2023/",  # totals and some parts of them
    "/indices/par-ministry/2023/?more=parts",
    "/indices/par-hai-phong-districts/2021/",
]
COMPARED = [
    "/indices/papi/2024/alerts/",
    "/indices/par-province/2023/alerts/",  # no alert, two contradictions and their chart
    "/indices/par-ministry/2023/alerts/",  # nothing to set side by side
    "/indices/papi/2024/heat/",
    "/indices/papi/2024/heat/?show=change&field=1",
    "/indices/pci/2024/heat/",  # totals alone
    "/indices/papi/2024/compare/?units=ha-noi,da-nang,can-tho",
    "/indices/pci/2024/compare/",
    "/indices/pci/2016/rank-bands/",
    "/indices/papi/2024/rank-bands/?cause=survey&n=300&design=1,5",
    "/indices/papi/2024/rank-bands/?cause=survey&n=0&design=x",  # with faults
    "/indices/pci/2021/rank-bands/",  # 22 of 63 are known
]
CRITERIA = [
    "/indices/papi/2024/criteria/1/?unit=ha-noi",
    "/indices/papi/2021/criteria/1.1/?sort=-change&q=ha",  # the first year of a set
    "/indices/par-province/2024/criteria/1/",  # of one unit alone
    "/indices/par-province/2024/criteria/2/",  # of nobody
]
UNITS = [
    "/units/",
    "/units/ha-noi/",
    "/units/yen-bai/",  # ended on 30/06/2025
    "/units/lao-cai-2025/",  # its successor
    "/units/bo-tu-phap/",  # a ministry
    "/units/phu-xuyen-xa-ha-noi/",  # a commune
]
TRENDS = [
    "/indices/papi/trends/?units=ha-noi,ninh-thuan,quang-nam",
    "/indices/papi/trends/?units=ha-noi,ninh-thuan&line=common",
    "/indices/papi/trends/?units=ha-noi,thua-thien-hue&of=fields&show=rank",
    "/indices/par-province/trends/?units=ha-noi&add=khong-co-don-vi-nay",
]
OTHERS = [
    "/",
    "/?map=pci&edition=2024",
    "/indices/",
    "/indices/papi/2024/units/ha-noi/",
    "/indices/pci/2016/units/da-nang/",
    "/indices/papi/2024/units/ha-noi/brief/",
    "/indices/papi/2024/units/ha-noi/route/",
    "/indices/papi/2024/units/ha-noi/route/?target=rank:10&also=7.1,7.2,7.3,8.1&fix=7.3:2",
    "/indices/papi/2024/units/ha-noi/route/?aim=rank&rank=0&leaves=1&set-7.3=9",  # with faults
    "/indices/par-ha-noi-districts/2023/units/phu-xuyen-huyen-ha-noi/route/",  # totals alone
    "/indices/papi/method/",
    "/method/",
    "/sources/",
    "/sources/conflicts/",
    "/sources/left-out/",
    "/search/?q=da+nang",
    "/search/?q=khong+co+gi+nhu+vay",
    "/my-unit/",
    "/accessibility/",
    "/style-guide/",
    "/accounts/login/",
    "/khong-co-trang-nay/",
]
MISSING = "/khong-co-trang-nay/"
PAGES = [*LEAGUE_TABLES, *COMPARED, *CRITERIA, *UNITS, *TRENDS, *OTHERS]
