# The gallery of widgets, for those who build pages.
gal_type = Type
gal_buttons = Buttons
gal_fields = Fields
gal_choices = Choices
gal_messages = Messages
gal_progress = Progress
gal_cards = Cards
gal_icons = Icons
gal_first = To the first page
