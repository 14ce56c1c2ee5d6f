"""What is sent and answered about ratings. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

Text = dict[str, str]

LONGEST = 4000  # of a text; the rules say how long the words of a rating may be


class Said(Schema):
    """What was written, where the reader may read it; None: erased."""

    title: Text
    words: str | None


class RatingOf(Schema):
    """A rating of one handling. `first` stays as it was given; `can`: acts open to who asks."""

    rating: str
    number: str
    handling: int
    body: str
    desk: str
    first: int
    now: int
    aspects: dict[str, int]
    shared: bool
    changed: int
    dispute: str
    opened: str | None
    said: list[Said]
    can: list[str]


class WordOf(Schema):
    """A word that nothing gets done; `number` is its own."""

    stuck: str
    number: str
    ground: str
    desk: str
    against: list[str]
    at: datetime
    answered_at: datetime | None
    said: list[Said]
    can_answer: bool


class CaseRatings(Schema):
    """What is known of a case: its ratings, and words that nothing gets done."""

    ratings: list[RatingOf]
    words: list[WordOf]


class Rate(Schema):
    """A rating: `grade` 1 to 5, each aspect graded alike or left out; `share` with the body rated."""

    grade: int = Field(examples=[5])
    aspects: dict[str, int] = Field(default_factory=dict)
    words: str = Field("", max_length=LONGEST)
    contact: str = Field("", max_length=LONGEST)
    share: bool = False


class RatingDone(Schema):
    """What became of a rating: how it stands, and whether the key had been used before."""

    rating: str
    seq: int
    first: int
    now: int
    dispute: str
    repeated: bool


class RuleChanged(Schema):
    """Which rule was changed, how, and from which day."""

    rule: str = Field(max_length=LONGEST)
    how: str = Field(max_length=LONGEST)
    since: date
    rule_en: str = Field("", max_length=LONGEST)
    how_en: str = Field("", max_length=LONGEST)


class OnRating(Schema):
    """What an act says: the outcome of `contact`, the verdict of `review`, the rule of `change`; words."""

    outcome: Literal["", "reached", "not-reached", "declined"] = ""
    verdict: str = Field("", max_length=20)
    words: str = Field("", max_length=LONGEST)
    change: RuleChanged | None = None


class Word(Schema):
    """A word that nothing gets done: about which case or which body, on which ground; how to be reached.

    `against` is a body's id, for who has no number; the desk that answers is outside it.
    """

    number: str = Field("", max_length=40)
    against: str = Field("", max_length=80, examples=["district-health"])
    ground: str = Field(max_length=40)
    words: str = Field("", max_length=LONGEST)
    contact: str = Field("", max_length=LONGEST)


class WordTaken(Schema):
    """The number of a word, and the code by which its answer is read; "" where an account reads it."""

    number: str
    code: str
    account: bool
    desk: Text
    limit: Text | None


class WordAnswer(Schema):
    """The answer to a word, with the rule that was changed because of it."""

    words: str = Field("", max_length=LONGEST)
    change: RuleChanged | None = None


class WordAnswered(Schema):
    """What became of an answer."""

    stuck: str
    seq: int
    answered_at: datetime | None
    repeated: bool


class WordRead(Schema):
    """Number and code of a word."""

    number: str = Field(max_length=40)
    code: str = Field(max_length=40, examples=["ABCDE-FGHJK-MNPQR-STVWX"])


class Class(Schema):
    """How many ratings lie between two grades; small numbers are counted together."""

    lowest: int
    highest: int
    count: int


class Figure(Schema):
    """Ratings of a quarter about a body or a service; `about` is `other` for those too few to be named."""

    period: str
    about: str
    count: int
    classes: list[Class]


class Figures(Schema):
    """Public figures; below `fewest` ratings nobody is named."""

    fewest: int
    by_body: list[Figure]
    by_service: list[Figure]


class Changed(Schema):
    """A rule that was changed because of a rating, or of a word."""

    rule: Text
    how: Text
    since: date
    bodies: list[str]
    after: str
