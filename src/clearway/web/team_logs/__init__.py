"""What teams logged, brought to the one measures engine, and the records behind each figure."""
