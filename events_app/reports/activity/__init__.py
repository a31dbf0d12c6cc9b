"""The activity report of an event (laporan kegiatan): its chapters, its annexes, as PDF and as a file to go on writing in."""
