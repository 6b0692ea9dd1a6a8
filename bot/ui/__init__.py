"""What people see and fill in: replies, buttons, forms and the words for them."""
