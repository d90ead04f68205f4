"""What computes the measures: the only modules of measures that know an engine."""
