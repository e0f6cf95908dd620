## Home

h_title = Get your electronic social security card
h_sub = For foreign nationals who hold a work permit in China
h_login = Register, open your card, or use work permit services
h_app = How to get the app
h_app_sub = Scan, install, then register on your phone
h_staff_sub = A member of staff can do this with you
h_ready = Have these ready
h_r1 = Your passport
h_r2 = Your notification letter
h_r3 = Your phone, for the app
h_clear = When you finish, nothing about you stays on this screen.
