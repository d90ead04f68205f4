"""Settings and addresses of the sites that benchmarks ask: Clearway's own, and pages with nothing around."""
