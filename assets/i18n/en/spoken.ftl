# Spoken guidance: what is said of controls. Texts of the page are said as written.
sp_button = Button: { $name }
sp_field = Enter: { $name }
sp_ticked = { $name }, ticked
sp_unticked = { $name }, not ticked
sp_chosen = { $name }, chosen
sp_choice = Choice: { $name }
sp_seconds = { $n ->
        [one] { $n } second left.
       *[other] { $n } seconds left.
    }
sp_entered = character entered
sp_deleted = deleted
sp_withheld = Personal details on this page are spoken only with headphones.
