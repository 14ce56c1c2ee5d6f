"""Things, their sensors and streams, and which properties of the world a sensor may observe at all."""
