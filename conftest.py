"""What every test of the project shares: one database server for the run, and the `--full` switch."""

import pytest

pytest_plugins = ["yiwang.store.testing", "yiwang.web.tests.browser"]


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="all pages in four modes, suites in full")
    parser.addoption("--write", action="store_true", help="write the pages that tests make, then compare")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    skip = pytest.mark.skip(reason="only with --full")
    for item in items:
        if "full" in item.keywords:
            item.add_marker(skip)
