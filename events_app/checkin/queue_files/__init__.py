"""The last resort of a door: a phone's unsent scans as a file, brought in by somebody who works that door.

The scans go the way of any other scans, under the ids that the phone gave them, so a file may be brought in twice, and
also after the phone has sent them after all. A file is read whole before anything is written.
"""
