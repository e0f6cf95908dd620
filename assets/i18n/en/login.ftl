## Login and portal

l_first = First time here?
l_first_sub = You will need
l_have = Already registered?
l_have_sub = Log in with your permit number and password.
show = Show
hide = Hide

## The page before the portal

l_title = Login
l_choose = Choose how you log in
l_portal_sub = Register for the first time, or log in with your permit number
l_who = For foreign nationals with a work permit. Other people use the app.
l_busy = Checking. One moment, please.
