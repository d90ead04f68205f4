"""Words that every other package uses: errors for people, findings, periods, organisations."""
