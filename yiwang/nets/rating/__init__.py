"""好差评与办不成事: a word of a resident about how they were served, and who answers for it."""
