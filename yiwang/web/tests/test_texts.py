"""Every interface text stands in both languages, and every one that is used exists."""

from __future__ import annotations

import re
from pathlib import Path

from yiwang.web import words

ROOT = Path(__file__).resolve().parents[2]
USED = re.compile(
    r"""\{%\s*(?:t|both)\s+["']([a-z][\w.-]+)["']"""
    r"""|\bT\(\s*f?(?:"((?:\{[^}]*\}|[^"{])+)"|'((?:\{[^}]*\}|[^'{])+)')"""
)


def sources():
    # A net has words once it has its own texts.py; asking for a word before that fails when it is asked.
    folders = [ROOT / "web", *(path.parent for path in (ROOT / "nets").glob("*/texts.py"))]
    for folder in folders:
        for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]:
            if "tests" not in path.parts:
                yield path


def test_every_text_has_both_languages_and_the_same_blanks():
    for key in words.all_keys():
        text = words.T(key)
        assert set(text) == {"zh", "en"}, key
        assert text["zh"].strip() and text["en"].strip(), key
        blanks = {language: set(re.findall(r"\{(\w+)\}", text[language])) for language in text}
        assert blanks["zh"] == blanks["en"], key


def test_chinese_is_chinese_and_english_is_english():
    for key in words.all_keys():
        text = words.T(key)
        if re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text["en"])):
            assert re.search(r"[一-鿿]", text["zh"]), key
        assert "(中文)" in text["en"] or not re.search(r"[一-鿿]", text["en"]), key


def _means(key: str) -> re.Pattern[str]:
    """Return what a key in the code stands for; a part in braces may be anything."""
    return re.compile(".+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", key)))


def test_every_text_that_is_used_exists():
    known = set(words.all_keys())
    used = set()
    for path in sources():
        for match in USED.finditer(path.read_text()):
            used.add((match[1] or match[2] or match[3], path.name))
    assert len(used) > 60
    lacking = {(key, name) for key, name in used if not any(_means(key).fullmatch(one) for one in known)}
    assert not lacking


def test_every_text_is_used():
    everything = "\n".join(path.read_text() for path in sources() if not path.name.startswith("texts"))
    found = [match for match in USED.finditer(everything) if "{" in match[0]]
    made = [_means(match[1] or match[2] or match[3]) for match in found]
    built = ("phase.", "form.part.", "form.step.", "preferences.", "error.", "form.required-", "sign-in.")
    built += (
        "form.email",
        "form.phone",
        "account.password.",
        "account.how.",
        "account.nobody.",
        "account.identity.",
        "rating.done.",
        "services.archive.",
    )
    unused = [
        key for key in words.all_keys() if f'"{key}"' not in everything and f"'{key}'" not in everything
        and not key.startswith(built) and not any(one.fullmatch(key) for one in made)
    ]  # fmt: skip
    assert unused == []
