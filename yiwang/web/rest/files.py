"""A file as an answer, with an entity tag of what it holds."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


def tag_of(content: bytes) -> str:
    """Return the entity tag of a file: its SHA-256."""
    return f'"{sha256(content).hexdigest()}"'


def given(request: HttpRequest, name: str, content: bytes, media: str) -> HttpResponse:
    """Answer with a file to keep; 304 to whoever has it already and says so by `If-None-Match`."""
    tag = tag_of(content)
    same = tag in (one.strip() for one in request.headers.get("If-None-Match", "").split(","))
    answer = HttpResponseNotModified() if same else HttpResponse(content, content_type=media)
    answer["ETag"] = tag
    if not same:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
