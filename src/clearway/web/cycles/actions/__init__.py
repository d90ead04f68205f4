"""Everything that changes cycles, predictions and progress scores. Views ask before whether somebody may."""
