"""Pictures drawn anew from their pixels, each in a process of its own."""
