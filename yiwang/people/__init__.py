"""People at run time: the records of `kernel.people` in the store, and who somebody is at this moment."""
