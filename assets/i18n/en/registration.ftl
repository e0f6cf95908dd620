## Registration

r_sum =
    { $n ->
        [one] There is 1 thing to correct
       *[other] There are { $n } things to correct
    }
r_err0 = The name has the digit 0. Did you mean the letter O?
r_fix0 = Change 0 to O
p1 = 8–16 characters
p2 = Two of: numbers, letters, symbols
p3 = Not your name or permit number
p4 = Not a common password
met = met
unmet = not yet
k_done = Done
k_space = space
k_shift = Capitals
k_del = Delete

## Registration errors at the field

e_name_empty = Enter your name as it is on your passport.
e_name_char = The name has a character that passports do not use: "{ $c }". Please use letters, spaces, hyphens and apostrophes, as in the lines at the foot of your passport page.
e_name_long = The name is longer than 66 characters. Please ask staff; we will not shorten it.
e_no_empty = Enter your work permit number. It is on your notification letter.
e_no_char = The number has a character that is not a letter or a digit. Please check it against your letter.
w_no_letter = Among the digits stands the letter { $c }. Is it the digit { $d } on your letter?
w_no_len = This number has { $n } characters, which is unusual. If it is what your letter shows, continue.
e_pw_len = The password has { $n } characters. It needs 8 to 16.
e_pw_kinds = Add one more kind: numbers, letters or symbols.
e_pw_common = This password is among the most used ones and easy to guess. Please choose another.
e_pw_own = The password contains your name or permit number. Please choose another.
e_pw_ascii = The password can have only the letters, digits and symbols on this keyboard.
e_login = The permit number or the password is not right. Please check both and try again.

## While the register is asked

r_busy = Checking

## One field at a time, at large texts

field_of = Field { $n } of { $m }
prev_field = Previous
next = Continue
