"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /security/assets": "本单位的网络资产，没有责任单位的在前。",
    "POST /security/assets": "登记一项网络资产。",
    "GET /security/assets/{uuid:asset}": "一项资产和它出事时的牵连。",
    "POST /security/assets/{uuid:asset}/change": "修改一项资产。",
    "POST /security/assets/{uuid:asset}/own": "写明资产的责任单位和岗位。",
    "POST /security/assets/{uuid:asset}/retire": "停用一项资产。",
    "POST /security/assets/{uuid:asset}/open": "写明用途，打开资产的加密内容；会留痕。",
    "GET /security/findings": "一个单位的安全问题，不含写的内容。",
    "POST /security/findings/open": "写明用途，打开问题写的内容；会留痕。",
    "POST /security/scans": "导入一次扫描，返回准确的数目。",
    "GET /security/scans/{uuid:source}": "一个扫描来源最近一次的结果。",
}
