## Login and portal

l_first = First time here?
l_first_sub = You will need
l_have = Already registered?
l_have_sub = Log in with your permit number and password.
l_forgot = Forgot your password?
show = Show
hide = Hide

## The page before the portal

l_choose = Choose how you log in
l_portal_sub = Register for the first time, or log in with your permit number
l_next = The steps on this device
l_n1 = Your name, your work permit number and a password of your own
l_n2 = Read what is taken and why, then decide
l_n3 = Look into the camera, or let staff verify you
l_n4 = Open your card, show its code, print your letter
e_pw_missing = Please enter your login password.
