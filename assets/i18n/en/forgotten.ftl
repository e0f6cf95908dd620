## A forgotten password

fp_title = Forgot your password?
fp_sub = Give your name and permit number. After a face check you set a new password.
fp_next = Continue
fp_wrong = Name and number do not fit together, or nobody has registered with them. Please check both, or ask staff.
np_title = Set a new password
np_sub = Your face has been verified. Once the new password is set, the old one no longer works.
np_new = New login password
np_again = The same password again
np_differs = The two passwords are not the same. Please type the second one again.
np_set = Set the password
