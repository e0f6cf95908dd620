## Idle, finish, locked out

d_title = Are you still there?
d_sub = To protect your information, this visit ends in
d_sec = seconds
d_stay = I'm still here
d_more = I need more time
d_end = Finish and clear
d_note = Touching anywhere also continues.
d_over = The visit has ended. Nothing about you stays on this screen.
n_title = All done
n_sub = Nothing about you stays on this screen. Please take your passport and papers.
n_askcancel = Cancel and clear what you have entered?
n_keep = Keep going
lk_wait =
    { $s ->
        [one] Please wait 1 second
       *[other] Please wait { $s } seconds
    }
lk_wait_t = The password was wrong several times. Waiting protects your account.
lk_title = Login is locked
lk_t = The password was wrong 15 times. Please ask staff; they can unlock it after checking your passport.

## Done and cleared

n_next = Start a new visit
n_clear = Cancel and clear
n_auto = The home page comes back by itself.
