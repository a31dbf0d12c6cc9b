"""The conversation about one invitation: who was named and who left the list, answers noted down for others,
answers taken back, fresh links for forwarded ones, and the whole story of it, row by row."""
