"""From labelled turns to what can be said of a session; knows no model."""

from relnlp.profile.profile import SessionProfile, profile

__all__ = ["SessionProfile", "profile"]
