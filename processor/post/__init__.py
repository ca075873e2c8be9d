"""The post, one of the two doors that lead out: mails about files and faults, and one summary a day."""
