"""Anyone asks, challenges or tells the CTO something; every wait is measured, shown and answered."""
