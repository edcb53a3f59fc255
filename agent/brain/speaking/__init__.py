"""From what is to be said to words in the reader's language."""
