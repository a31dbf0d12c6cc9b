"""What people were told of the schedule: frozen, numbered, and compared with what holds now.

Publishing makes the first release. A change after that is ours alone until it is released; then the difference
is on the public page, and whoever is touched by it gets a message that the organiser has seen first.
"""
