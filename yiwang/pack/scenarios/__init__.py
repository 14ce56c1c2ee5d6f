"""Given-when-then in the words of a pack (情形), run on the kernel that serves the city."""
