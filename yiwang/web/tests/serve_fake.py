"""Serve the fake city by hand, to look at pages: `python -m yiwang.web.tests.serve_fake [PORT]`."""

from __future__ import annotations

import os
import sys
import tempfile
from wsgiref.simple_server import make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
os.environ.setdefault("YIWANG_DEMO", "1")
os.environ.setdefault("YIWANG_DATA", tempfile.mkdtemp())

if __name__ == "__main__":
    from yiwang.web import cities
    from yiwang.web.tests.fake_city import FakeCity
    from yiwang.web.wsgi import application

    cities.register(FakeCity())
    cities.register(FakeCity(key="qinghe~drill-7"))
    make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8001, application).serve_forever()
