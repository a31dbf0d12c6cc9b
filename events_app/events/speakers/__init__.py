"""Who is on stage says so: asked, confirmed or declined by a personal link, with a topic, a few words and free times."""
