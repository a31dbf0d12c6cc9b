"""Letters to guests: drafted, handed in, approved by somebody else, sent at the pace the mail server takes."""
