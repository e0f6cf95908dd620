## Consent

c_title = Please read and decide
c_what = What is taken
c_what_t = Your name, your work permit number, pictures of your face, and a face template made from them.
c_why = Why
c_why_t = Only to check that you are the holder of this work permit.
c_long = How long it is kept
c_long_t = Encrypted, only here. Template: until decided. Pictures: { $n } days, up to { $c } if staff decide. Enrollment: { $m }.
c_who = Who is responsible
c_who_t = { $authority }. Telephone { $phone }.
c_rights = Your rights
c_rights_t = You can see, correct or erase your data, and withdraw consent at any time. Staff will do it for you.
c_sep = Separate consent: face recognition
c_tick = I agree that my face is used for this check.
c_tick_sub = This is your free choice. Staff can do the same for you.
c_face = Verify by face
c_staffv = Verify with staff instead
c_need = Tick the box to use face recognition, or choose "Verify with staff instead".
c_full = Read the full text

## Around the full text

c_order = On record your name is written
c_version = Version { $v }
