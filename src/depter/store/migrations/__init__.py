"""Tables of the cards. Cards can be drawn again, so a migration may simply start anew."""
