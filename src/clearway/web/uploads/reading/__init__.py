"""From the bytes of a file to rows that may become figures. Pure: nothing is stored or looked up here."""
