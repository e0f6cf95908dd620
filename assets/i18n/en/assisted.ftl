## Show this to staff

z_head = Please help this visitor
z_step = Step
z_cause = Cause
z_no = Incident number
z_time = Time
z_do = Suggested action
z_do_t = Turn the visitor away from the window or verify by passport.
z_none = This card shows no personal data.
z_back = Back to my visit

## The ticket and what staff can do

z_ticket = Ticket number
z_saving = Your case is being noted
z_not_stored = The case could not be noted here. Please go to the counter all the same.
z_asked = The visitor asked for help
z_chose = The visitor chose staff instead of the face
z_no_tries = No tries left for face recognition
z_go = Please take this number to the counter.
z_do_asked = Ask the visitor what is not clear, and finish the step together.
z_do_face = Help with light and distance, or verify by passport.
z_do_match = Compare the passport with the person and verify by hand.
z_do_camera = Check the camera and its cable, or verify by passport.
z_do_permit = Compare passport and notification letter with the register.
z_do_printer = Look after the printer, then print again.
z_do_machine = Look up the incident number in the log of this device.
z_do_unlock = Check the passport, then unlock the number.
z_do_forgot = Check the passport, then help with the face check or the password.

## Entries kept until midnight

z_keep = Keep my entries until midnight
z_keeping = Your entries are being kept
z_kept = Code for your entries
z_kept_t = Write it down or take a photo. Staff can go on with your entries today until midnight, once.
z_not_kept = Your entries could not be kept. Try again, or type them anew later.
