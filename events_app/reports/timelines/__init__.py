"""One promise's whole story, from the invitation to the verdict: who was asked and came, what was said, agreed and
ratified, every report, proof, verdict, new date, reminder and meeting. Who may read the promise may read it; names of
who was invited and came only those who may know them anyway, and evidence with personal data who works with it.
"""
