"""What every page shares: layout, components, forms, errors, logs."""
