"""A person links their own two accounts: asked on one, entered on the other, confirmed on both."""
