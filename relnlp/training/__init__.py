"""Corpora, splits, fitting, evaluation, the model card."""
