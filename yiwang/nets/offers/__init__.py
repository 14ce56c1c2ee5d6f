"""免申即享: who qualifies is found through grants, told why, and nothing happens until they say yes."""
