"""Events of Matrix with something wrong in them, and what must be heard of them."""
