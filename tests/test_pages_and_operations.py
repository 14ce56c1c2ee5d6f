"""The API does everything the pages do: each page that changes something names its operation, or why not."""

from __future__ import annotations

import re

import pytest

from tests.pages_and_operations import OPERATIONS, REASONS
from tests.test_access_matrix import routes
from yiwang.nets.services.acts import ACTS
from yiwang.web.rest.app import PREFIX, operations

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PAGES = sorted(
    {route for method, route, _ in routes() if method in CHANGING and not route.startswith(f"/{PREFIX}")}
)


def there() -> set[str]:
    """Return every operation as `METHOD /path`, and each act of a case by its name."""
    found = {f"{method} {re.sub(r'{[a-z]+:', '{', path)}" for method, path in operations()}
    return found | {f"POST /cases/{{number}}/acts/{act}" for act in ACTS}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_changes_something_names_its_operation_or_why_there_is_none(page):
    assert (page in OPERATIONS) != (page in REASONS), f"{page}: say in tests/pages_and_operations.py"
    if page in OPERATIONS:
        assert OPERATIONS[page] in there(), (page, OPERATIONS[page])
    else:
        assert len(REASONS[page]) > 30


def test_no_row_speaks_of_a_page_that_is_gone():
    assert sorted({*OPERATIONS, *REASONS} - set(PAGES)) == []


def test_a_page_and_its_operation_ask_for_the_same_permission_where_each_has_its_own():
    """But for acts, which ask for their own beside that of reading, and pages of the account."""
    pages = {route: verb for method, route, verb in routes() if method in CHANGING}
    verbs = {
        f"{method} {re.sub(r'{[a-z]+:', '{', path)}": verb for (method, path), verb in operations().items()
    }
    differing = {
        (page, pages[page], verbs[operation])
        for page, operation in OPERATIONS.items()
        if operation in verbs and "{act}" not in operation and pages[page] != verbs[operation]
    }
    assert differing == {
        # A present person is recorded with the filing itself; the page of the counter stands on its own.
        ("/services/drafts/<draft>/present", "case.receive", "case.file"),
        # The operation asks for the sealed answers' own permission, with the purpose that was sent.
        ("/services/cases/<number>/reveal", "case.read-sealed", "case.read"),
    }
