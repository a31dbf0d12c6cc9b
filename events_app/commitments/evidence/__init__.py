"""Evidence: who need not see what holds personal data, and what a file looks like without being opened."""
