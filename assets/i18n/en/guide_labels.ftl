## Labels the guide gives (keep letter for letter)

g_login = Login
g_portal = Login portal for foreigner's holding work permit
g_reg = Registration
g_signup = Sign up and login
g_name = Name
g_number = Work permit number
g_pw = Login password
g_note1 = The name entered must match the one on your passport.
g_note2 = Please enter the work permit number listed on your "Notification Letter of Foreigner's Work Permit in the People's Republic of China".
g_face = Facial recognition authentication
g_obtain = Obtain the electronic social security card
g_inquiry = Work permit inquiry
g_qr = Work permit QR code
g_letter = Download notification letter of work permit
g_letterfull = Notification Letter of Foreigner's Work Permit in the People's Republic of China
