"""Tests of boundaries and positions."""
