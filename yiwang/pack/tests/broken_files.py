"""Packs with files that cannot be read, or with values that are not as their schema says (YW0xx)."""

from __future__ import annotations

from yiwang.pack.tests.city import added, append, edit, link, without
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
FORM = "matters/tree-adoption/form.schema.json"

BROKEN_FILES: tuple[Mutant, ...] = (
    Mutant("YW001", "a file saved in GBK", (added("overlays.yaml", "- id: 区".encode("gbk")),)),
    Mutant("YW001", "a control character", (edit(MATTER, "浇水。", "浇水\x07。"),)),
    Mutant(
        "YW002", "a bracket that is never closed", (edit(MATTER, "[online, window]\n", "[online, window\n"),)
    ),
    Mutant("YW002", "a tab that indents", (edit(MATTER, "  visits: 0", "\tvisits: 0"),)),
    Mutant("YW002", "a comma too many in a form", (edit(FORM, '"maximum": 20\n', '"maximum": 20,\n'),)),
    Mutant("YW002", "half a surrogate pair", (edit(FORM, "树在哪条街", "\\uD83D"),)),
    Mutant("YW002", "a quotation mark that is never closed", (append("places.csv", '900103,"sample\n'),)),
    Mutant("YW002", "a cell too many", (append("places.csv", "900103,sample,北,North,900100,county,,x\n"),)),
    Mutant("YW002", "an empty file", (added("glossary.yaml", "# nothing\n"),)),
    Mutant("YW003", "an anchor", (edit(MATTER, "audience: [resident]", "audience: &all [resident]"),)),
    Mutant("YW003", "a tag", (edit(MATTER, "code: TREE-01", "code: !!str TREE-01"),)),
    Mutant(
        "YW003", "a merge key", (edit(MATTER, "  fee: {amount: 0}", "  fee: {amount: 0}\n  <<: {visits: 1}"),)
    ),
    Mutant("YW003", "a second document", (append("personas.yaml", "---\n- id: x\n"),)),
    Mutant("YW004", "a key twice in YAML", (edit(MATTER, "code: TREE-01", "code: TREE-01\ncode: TREE-02"),)),
    Mutant("YW004", "a key twice in JSON", (edit(FORM, '"minimum": 1,', '"minimum": 1, "minimum": 2,'),)),
    Mutant("YW005", "brackets nested too deeply", (added("glossary.yaml", "[" * 60 + "]" * 60),)),
    Mutant("YW005", "a number with fifty digits", (edit(FORM, '"maximum": 20', f'"maximum": {"9" * 50}'),)),
    Mutant("YW006", "a symbolic link", (link("overlays.yaml", "/etc/hostname"),)),
    Mutant("YW007", "no table of places", (without("places.csv"),)),
    Mutant("YW008", "an unknown column", (edit("bodies.csv", "id,zh,en,parent", "id,zh,en,boss"),)),
    Mutant("YW010", "a required key that is missing", (edit(MATTER, "kind: service\n", ""),)),
    Mutant(
        "YW010",
        "a cell that is missing",
        (edit("positions.csv", "经办岗,Case officer,officer", "经办岗,Case officer,"),),
    ),
    Mutant("YW011", "a key misspelt", (edit(MATTER, "    promised: 5", "    promissed: 5"),)),
    Mutant("YW011", "an annotation misspelt", (edit(FORM, "x-yw-personal", "x-yw-persnal"),)),
    Mutant(
        "YW011",
        "a sentence cut at its comma",
        (edit(MATTER, "en: Adopt a street", "en: Adopt, yes, a street"),),
    ),
    Mutant("YW012", "a code without quotes", (edit("pack.yaml", 'root: "900100"', "root: 900100"),)),
    Mutant("YW013", "no such kind", (edit(MATTER, "kind: service", "kind: servce"),)),
    Mutant("YW013", "no such level", (edit("bodies.csv", "parks,city", "parks,town hall"),)),
    Mutant("YW014", "a limit that nobody can read", (edit(MATTER, "legal: 10 工作日", "legal: 十个工作日"),)),
    Mutant("YW014", "a result valid for no time at all", (edit(MATTER, "valid: 1 年", "valid: 0 年"),)),
    Mutant("YW014", "a result valid for hours", (edit(MATTER, "valid: 1 年", "valid: 5 小时"),)),
    Mutant("YW014", "a result valid for ever in years", (edit(MATTER, "valid: 1 年", "valid: 9999 年"),)),
    Mutant("YW014", "neither body nor place leads", (edit(MATTER, "{body: sample-parks}", "{by: place}"),)),
    Mutant("YW015", "no channel", (edit(MATTER, "channels: [online, window]", "channels: []"),)),
    Mutant("YW016", "a pattern that cannot be read", (edit(FORM, '"maxLength": 100', '"pattern": "(["'),)),
    Mutant("YW016", "a form that is no schema", (edit(FORM, '"maxLength": 100', '"maxLength": -1'),)),
)
