"""The room that tells people things: the outbox, and the mail server it is emptied into.

Whoever has something to tell makes a `Mail` and enqueues it in the transaction of its cause. It is written
down at once in the reader's language, with placeholders where personal links will stand, so neither the
table nor a backup of it opens anything. A worker claims a message, fills in the links, sends it and notes
what the mail server said; what failed for a while is tried again with growing pauses. Without a mail server,
and always for the demonstration, messages are held: readable, never lost, never an error.

For other rooms: `mail.Mail`, `mail.Attachment`, `links.link`, `links.qr`, `actions.enqueue`,
`actions.enqueue_all`. A mail whose kind is registered in `wording` says that kind's words; the templates of others
lie in `templates/mail/<name>/{subject.txt,body.txt,body.html}`.
"""
