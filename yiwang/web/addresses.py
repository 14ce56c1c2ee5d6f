"""Addresses of a city's pages, for whoever is not inside a request of that city."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address(city: str, view: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of `view` in the city with this key: `/yueyang/limits`.

    Inside a request of the city, `reverse(view)` and `{% url view %}` already give this.
    """
    from django.urls import get_script_prefix, set_script_prefix

    before = get_script_prefix()
    try:
        set_script_prefix("/")
        path = reverse(view, urlconf="yiwang.web.city_urls", args=args or None, kwargs=kwargs or None)
    finally:
        set_script_prefix(before)
    return f"/{city}{path}"


def safe_next(request: HttpRequest, default: str) -> str:
    """Return the page asked for by `next` when it lies on this server, else `default`."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if safe and wish.startswith("/") else default
