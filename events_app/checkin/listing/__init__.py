"""The attendance list: to be signed on paper before, or showing after who came; of the event, a session or a day."""
