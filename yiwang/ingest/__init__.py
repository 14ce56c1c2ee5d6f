"""Observations in, signals out: things as records, SensorThings over HTTP and MQTT, rules over streams."""
