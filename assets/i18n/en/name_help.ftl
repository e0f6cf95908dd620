## How must my name look?

nh_open = Name help
nh_title = How must my name look?
nh_surname = Surname
nh_given = Given names
nh_passport = Specimen of a passport page
nh_order = Surname first or last: both are right.
nh_space = Keep the spaces between names.
nh_hyphen = Keep a hyphen, or type a space.
nh_accent = É or E, Ü or UE: all are right.
nh_line = Upper of the two lines at the foot of your passport page
nh_line_hint = The "<" at the end of the line can be left out. The line is not kept.
nh_reads = Your name in this line
nh_cut = The line has no room for your whole name. Add what is missing in the form.
nh_take = Use this name

## What may be wrong with the line

e_mrz_empty = Type the upper line first, or go back and type your name.
e_mrz_char = The line has a character that these lines do not use: "{ $c }". Please type letters, digits and "<" only.
e_mrz_upper = The upper line of a passport begins with the letter P. Please check that it is the upper one.
e_mrz_length = This is more than one line but not two whole ones. Each has 44 characters.
e_mrz_digit = A name has letters only in this line. The digit 0 may be the letter O, 1 the letter I.
e_mrz_name = No name can be read yet. Two "<" stand between surname and given names.
e_mrz_check = The lower line does not fit its own check digits. Please compare it, or type the upper line only.
