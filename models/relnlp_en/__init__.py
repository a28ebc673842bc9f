"""The English pipeline of relnlp; ``relnlp.load()`` loads it."""
