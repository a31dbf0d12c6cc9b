"""What every door shares: the shell around each request, forms, pages, JSON shapes. Knows no room."""
