"""What was promised, by whom, for when, and where it stands now; read out at each all-hands."""
