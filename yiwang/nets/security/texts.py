"""The words of this net."""
