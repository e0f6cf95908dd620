## QR code

q_title = Work permit QR code
q_say = Let the other person scan this code.
q_has = The code contains your work permit number.
q_slip = Print a slip
q_hide = Hide the code
q_show = Show the code
q_hidden = The code is hidden
