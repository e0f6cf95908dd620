## Before you start

b_title = Before you start
b_sub = If none of these is you, continue.
b_noletter = No notification letter at hand?
b_noletter_sub = It has the number that you need
b_old = Only an old plastic permit?
b_old_sub = It needs one step first
b_renewed = Passport renewed since the permit?
b_renewed_sub = The name on record may differ
b_on = Continue
b_anyway = Continue to the form

## What each of them means

m_noletter = Your number is on the notification letter
m_noletter_why = Your employer may keep this letter for you.
m_noletter_do = Ask your employer for the letter or for the number, or ask staff. If you know the number, continue.
m_old = An old plastic permit needs one step first
m_old_why = Old permits without changes are not yet in the electronic register.
m_old_do = Please ask your employer to file "Reissue Electronic Work Permit", then come back.
m_renewed = A renewed passport must be reported
m_renewed_why = Until then the register has the name as it was on the passport before. The time to report is 10 days.
m_renewed_do = If your name did not change, continue. Otherwise ask your employer to report the new passport first, or ask staff.
