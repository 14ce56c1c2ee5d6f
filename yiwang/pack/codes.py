"""Codes of what reading finds (YW0xx): a file that cannot be read, or a value that is not as its schema says.

What the checks find (YW1xx to YW8xx) is said by the docstring of each check; what scenarios find, below.
"""

from __future__ import annotations

from yiwang.pack.finding import Sentence

READING: dict[str, Sentence] = {
    "YW001": Sentence("文件必须能读出, 文字为 UTF-8。", "A file can be read, and its text is UTF-8."),
    "YW002": Sentence(
        "YAML、JSON、CSV 文件必须合乎各自的写法。",
        "A YAML, JSON or CSV file keeps to the form of its language.",
    ),
    "YW003": Sentence(
        "YAML 不用锚点、别名、标签、合并键, 一个文件一份文档。",
        "YAML is written without anchors, aliases, tags or merge keys, one document to a file.",
    ),
    "YW004": Sentence("同一处一个键只写一次。", "A key stands once in one place."),
    "YW005": Sentence("文件不得过大、过深、过多。", "Files are not too large, too deep or too many."),
    "YW006": Sentence(
        "配置包只含普通文件, 不含符号链接, 不指向文件夹之外。",
        "A pack holds ordinary files only: no symbolic links, nothing outside its folder.",
    ),
    "YW007": Sentence("必需的文件必须在。", "A file that every pack needs is there."),
    "YW008": Sentence(
        "CSV 第一行写列名: 必需的列齐全, 没有多余的列。",
        "The first line of a CSV file names its columns: all that are needed, none that is unknown.",
    ),
    "YW010": Sentence("必填的键必须写。", "A required key is written."),
    "YW011": Sentence("没有不认识的键。", "No key is unknown."),
    "YW012": Sentence("值的类型正确。", "A value has the right type."),
    "YW013": Sentence("值只能取列出的几种。", "A value is one of those listed."),
    "YW014": Sentence("值的写法正确。", "A value is written in the right form."),
    "YW015": Sentence("值的大小、个数在范围之内。", "A value or a count lies within its range."),
    "YW016": Sentence(
        "表单是一份有效的 JSON Schema 2020-12。",
        "A form is a valid JSON Schema 2020-12.",
    ),
}

SCENARIOS: dict[str, Sentence] = {
    "YW901": Sentence(
        "情形里写的都属实: 期限、状态、结果与规则算出的相同。",
        "What a scenario expects comes true: limits, phases and outcomes are what the rules yield.",
    ),
    "YW902": Sentence(
        "情形里的词和值都认识: 键、操作、事项、区域、条款、时间。",
        "Each word and value of a scenario is known: keys, acts, matters, places, clauses, times.",
    ),
    "YW903": Sentence(
        "情形里的每一步, 规则都准许; 写明 refused 的, 规则以那个代码拒绝。",
        "The rules allow each step of a scenario, or refuse it with the code that its refused names.",
    ),
}
