"""What `yiwang geo import` and `yiwang geo where` do and print."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from yiwang.geo.importing import Import, Wish, prepare
from yiwang.geo.kept import lookup_of
from yiwang.geo.lookup import Located
from yiwang.geo.naming import Names
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.pack.check.command import say_unreadable
from yiwang.pack.check.examine import examine
from yiwang.pack.compile import frame
from yiwang.pack.finding import Level, Sentence, Unreadable
from yiwang.pack.fixes.write import Refused, write
from yiwang.pack.folder import Folder, read_folder
from yiwang.pack.load import load_folder

DONE, REFUSED, UNREADABLE = 0, 1, 2


def bring_in(root: Path, wish: Wish, *, dry_run: bool, json: bool, lang: str, out: TextIO) -> int:
    """Bring boundaries into the pack in `root`. Returns 0 done, 1 refused, nothing written, 2 unreadable."""
    opened = _opened(root, wish.on, json, lang, out)
    if opened is None:
        return UNREADABLE
    folder, city = opened
    came = prepare(wish, city.places, folder.files)
    if not came.wrong and not dry_run:
        try:
            write(root, folder.files, came.files, new=True)
        except Refused as refused:
            came.wrong.append(refused.sentence)
    if json:
        print(json_text.dumps(_as_json(came, dry_run), ensure_ascii=False, indent=1), file=out)
    else:
        _print(came, city, dry_run, lang, out)
    return REFUSED if came.wrong else DONE


def where(
    root: Path,
    position: tuple[float, float] | None,
    words: str,
    on: date,
    *,
    json: bool,
    lang: str,
    out: TextIO,
) -> int:
    """Say where a position lies, or which place words name. Returns 0 found, 1 not, 2 unreadable."""
    opened = _opened(root, on, json, lang, out)
    if opened is None:
        return UNREADABLE
    folder, city = opened
    lookup = lookup_of(city.places, folder.files)
    answer: Located | Refusal
    if position is not None:
        answer = lookup.at(*position)
    else:
        named = Names(city.places).in_words(words)
        answer = named if isinstance(named, Refusal) else Located(named, lookup.chain(named), False, ())
    if json:
        print(json_text.dumps(_answer_as_json(answer, city), ensure_ascii=False), file=out)
    elif isinstance(answer, Refusal):
        print(f"{answer.code}  {answer.sentence(lang)}", file=out)
        if answer.next_step:
            print(f"    {answer.next_step[lang]}", file=out)
    else:
        _say_place(answer, city, lang, out)
    return REFUSED if isinstance(answer, Refusal) else DONE


def _opened(root: Path, on: date, json: bool, lang: str, out: TextIO) -> tuple[Folder, City] | None:
    """Return a pack's files and its city; None, and why is printed, when it cannot be read or has errors."""
    try:
        folder = read_folder(root)
    except Unreadable as fault:
        say_unreadable(root, fault.sentence, json, lang, out)
        return None
    pack = load_folder(folder)
    errors = [one for one in examine(pack, on) if one.level is Level.ERROR]
    if errors:
        first = errors[0]
        count = len(errors)
        sentence = Sentence(
            f"配置包有 {count} 处错误，先改好（yiwang check）。"
            f"第一处：{first.where}: {first.code} {first.message.zh}",
            f"The pack has {count} errors; mend them first (yiwang check)."
            f" The first: {first.where}: {first.code} {first.message.en}",
        )
        say_unreadable(root, sentence, json, lang, out)
        return None
    return folder, frame(pack)


def _print(came: Import, city: City, dry_run: bool, lang: str, out: TextIO) -> None:
    english = lang == "en"

    def say(sentences: Iterable[Sentence]) -> None:
        for one in sentences:
            print(one.en if english else one.zh, file=out)

    say(came.said)
    if came.wrong:
        say(came.wrong)
        print("Nothing was written." if english else "什么也没有写。", file=out)
        return
    number, missing = len(came.matched), len(came.without)
    done = ("would get", "可给") if dry_run else ("have", "已给")
    print(
        f"{number} places {done[0]} a boundary." if english else f"{done[1]} {number} 个区域写上边界。",
        file=out,
    )
    if came.without:
        few = came.without[:10]
        titles = [city.places[code].title["en" if english else "zh"] for code in few]
        more = " …" if missing > len(few) else ""
        print(
            f"{missing} of this level have none, and are found by name: {', '.join(titles)}{more}"
            if english
            else f"同级还有 {missing} 个没有边界，按名称找：{'、'.join(titles)}{more}",
            file=out,
        )
    if not dry_run:
        for file in came.files:
            print(f"  {file}", file=out)


def _as_json(came: Import, dry_run: bool) -> dict[str, Any]:
    return {
        "written": [] if dry_run or came.wrong else sorted(came.files),
        "matched": came.matched,
        "without": came.without,
        "said": [one._asdict() for one in came.said],
        "wrong": [one._asdict() for one in came.wrong],
    }


def _answer_as_json(answer: Located | Refusal, city: City) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {"code": answer.code, "zh": answer.zh, "en": answer.en, "next_step": answer.next_step}
    chain = [
        {"code": code, "level": city.places[code].level, **city.places[code].title} for code in answer.chain
    ]
    return {"place": answer.code, "chain": chain, "border": answer.border, "below": list(answer.below)}


def _say_place(answer: Located, city: City, lang: str, out: TextIO) -> None:
    for code in answer.chain:
        place = city.places[code]
        print(f"{place.level:8} {place.code:14} {place.title[lang]}", file=out)
    if answer.border:
        print(
            "在边界上：归代码小的一方。" if lang == "zh" else "On a border: the lower code counts.", file=out
        )
    if answer.below:
        levels = ", ".join(answer.below)
        print(
            f"更细的层级（{levels}）在这里没有边界，按名称选。"
            if lang == "zh"
            else f"Finer levels ({levels}) have no boundary here; choose by name.",
            file=out,
        )
