"""Who gets a seat: quotas beside the capacity, the waiting line and its offers, the reserve for a second wave."""
