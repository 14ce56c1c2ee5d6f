"""OGC SensorThings API 1.1 over HTTP: the sensing entities to read, observations to read and to write.

Source: OGC 18-088 (SensorThings API Part 1: Sensing, version 1.1), as far as its shapes go; its test suite was
not at hand, so conformance is claimed for what `docs/sensing.md` lists and no more.
"""
