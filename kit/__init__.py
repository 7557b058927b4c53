"""From news text to checked, mapped geography."""
