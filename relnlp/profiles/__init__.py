"""From labelled turns to what can be said of a session; knows no model."""

from relnlp.profiles.profile import SessionProfile, profile

__all__ = ["SessionProfile", "profile"]
