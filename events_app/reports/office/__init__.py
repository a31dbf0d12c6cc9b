"""Papers across events that an office hands in: follow-up matrix, overdue list, scorecard, quarterly report; PDF, DOCX, XLSX."""
