"""What every test of the city may ask for."""

pytest_plugins = ["yiwang.store.testing"]
