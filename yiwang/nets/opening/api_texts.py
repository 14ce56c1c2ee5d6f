"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /open-sets": "开放数据集，各自最新一期。",
    "GET /open-sets/{slug:set}": "一个开放数据集：栏目、许可、各种格式的文件。",
    "GET /open-sets/{slug:set}/rows": "按行读取最新一期，可以翻页、按栏目筛选；同一地址每分钟最多 60 次。",
}
