"""spaCy: one Doc a session, two components, plain JSON values on the Doc."""
