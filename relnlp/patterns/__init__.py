"""What holds across sessions of one client with one therapist; sessions are read together, and nobody is ranked."""
