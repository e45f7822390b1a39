"""What the readers of exports share: scans of XML and JSON that keep places, and their values."""
