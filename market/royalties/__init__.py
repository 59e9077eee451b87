"""What falls due after the start: the schedule of every deal, milestones, royalty reports, reminders, late interest."""
