"""OGC SensorThings API 1.1 over HTTP: the sensing entities to read, observations to read and to write.

Source: OGC 18-088 (SensorThings API Part 1: Sensing, 1.1). Unverified: the text and its test suite were
not at hand, so `docs/sensing.md` lists what is answered, and nothing more is claimed.
"""
