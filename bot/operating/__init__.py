"""`/cadence`: what it can do for whom, how it runs, and how it is set up and changed."""
