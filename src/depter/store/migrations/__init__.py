"""Tables of the cards. Cards can be drawn again, so a migration may simply start anew.

Not so the looks, which nothing else remembers: their table is only ever added to.
"""
