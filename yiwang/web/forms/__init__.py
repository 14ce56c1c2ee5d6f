"""The form renderer: a JSON Schema of a matter becomes pages, what is typed becomes values.

form = read(schema)
page = bind(form, "operator", draft)                    # to show: {% include "web/forms/page.html" %}
answer = parse(form, "operator", request.POST, request.FILES, known=draft, today=…, places=…)
if answer.ok: draft |= answer.values
else: page = bind(form, "operator", draft, answer)      # shown again with everything typed
complete(form, draft)                                   # {} when it can be filed
answers(form, draft)                                    # check your answers
"""

from yiwang.web.forms.answers import Block, Row, answers, in_words, masked_words
from yiwang.web.forms.bind import Page, Question, bind
from yiwang.web.forms.branches import applicable, instance, prune
from yiwang.web.forms.kinds import NoPlaces, Places
from yiwang.web.forms.model import Field, Form, Section, read
from yiwang.web.forms.parse import Answer, complete, parse
from yiwang.web.forms.problems import Problem
from yiwang.web.forms.uploads import Upload

__all__ = [
    "Answer", "Block", "Field", "Form", "NoPlaces", "Page", "Places", "Problem", "Question", "Row", "Section",
    "Upload", "answers", "applicable", "bind", "complete", "in_words", "instance", "masked_words",
    "parse", "prune", "read",
]  # fmt: skip
