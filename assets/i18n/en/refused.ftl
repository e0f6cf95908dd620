## Registration outcomes (a page each)

m_nomatch = We could not match these details
m_nomatch_why = The name and the number do not fit together in our register, or one of them is not in it. Often this is: the letter O typed for the digit 0, a number taken from an old plastic permit, or a passport renewed after the permit was issued.
m_nomatch_do = Check both against your notification letter, then try again. If they are the same, please ask staff.
m_expired = This work permit has expired
m_expired_why = The last day of validity was { $date }.
m_expired_do = Please ask your employer to apply for an extension or a new permit. You can register once it is granted.
m_revoked = This work permit is no longer valid
m_revoked_why = It was ended in the register, for example after a change of employer.
m_revoked_do = If you hold a newer permit, use the number on that letter. Otherwise please ask staff.
m_already = You are already registered
m_already_why = A card was obtained with this permit number before.
m_already_do = Please log in. If you forgot the password, choose "Forgot your password?". If it was not you, ask staff at once.

## Ways on

m_check = Check and try again
m_login = Log in
