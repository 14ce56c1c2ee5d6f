"""Invented but lifelike data for the products of a pack, by seed (合成数据): `command.make`."""
