"""What whoever coordinates trusts sees and does: trusts x months x states, accepting, locking, reminding."""
