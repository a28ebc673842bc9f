"""The classifier: a turn in its context to calibrated labels. Needs scikit-learn, never spaCy."""
