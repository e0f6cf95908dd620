## Staff sign-in

st_title = Staff sign-in
st_hidden = The visitor's page is hidden. It goes on when you return.
st_number = Staff number
st_number_wrong = A staff number has 2 to 12 letters or digits.
st_secret = Password or PIN
st_back = Back to the visitor
st_enter = Sign in
st_wrong = Staff number or password is not right.
st_wait = Too many wrong tries. Try again in { $s } seconds.
st_locked = Too many wrong tries: this number is locked. A supervisor can reset it.
st_officer = Officer
st_supervisor = Supervisor
st_leaving = You will be signed out in { $s } seconds. Touch the screen to go on.
q_out = Sign out

## A secret of one's own

so_title = Set your own password
so_why = Somebody else drew the PIN you have. Change it first; then you can work.
so_old = Present PIN or password
so_draw = Draw a PIN for me
so_drawn = This is your new PIN. Remember it: it is not shown again.
so_read = I will remember it
so_or = Or choose a password
so_new = New password
so_again = New password again
so_rules = 8-16 characters, at least two of digits, letters, symbols, and not your staff number.
so_rules_broken = This password does not meet the rules below.
so_differs = The two are not the same.
so_set = Set the new password

## Signing again

sc_title = Please sign again
sc_title_two = Two people have to sign
sc_why = This act is recorded in the audit log.
sc_why_two = Two members of staff answer for this act; both numbers are recorded in the audit log.
sc_own = Your password or PIN
sc_second = Staff number of the second person
sc_second_secret = Password or PIN of the second person
sc_sign = Sign
sc_same = The second person cannot be you.
sc_role = The second person has to be a supervisor.
sc_not_yours = Your role does not allow this.
sc_must_change = Change the PIN that somebody else drew first.

## Review queue

q_nav1 = Review queue
q_t = Review queue
q_empty = Nobody is waiting.
q_wait = { $n } waiting
q_reading = One moment, please
q_choose = Choose one from the list.
q_time = Received
q_ref = Reference
q_reason = Reason
q_tries = Tries
q_state = State
q_open = Open
q_second = Needs second person
q_mine = Being reviewed
q_days = { $n ->
    [one] yesterday
   *[other] { $n } days ago
    }
q_cause_unknown = Another reason
q_photo = Register photo
q_live = Captured today
q_no_photo = The register has no photo
q_no_live = No picture was taken
q_no_pictures = This case has no pictures. Check passport and letter.
q_no_permit = The visitor has not been checked against the register yet.
q_flip = Mirror
q_ok = Confirm identity
q_no = Not the same person
q_retry = Ask to try again
q_two = Confirming needs a second member of staff.
q_check = Compare eyes, nose, ears and jaw. Ask for the passport.
q_why = Please choose why
q_why_person = Not the person of the register photo
q_why_papers = Passport or letter do not fit
q_why_data = Personal data differ
q_why_gone = The visitor has left
q_told_approved = Identity confirmed. Go on in Assisted enrollment.
q_told_refused = Recorded as refused.
q_told_retake = The visitor may try again.
q_found_unclear = The comparison was close to the threshold.
q_found_refused = The comparison said: not the same.
q_found_not_sure = The liveness check was not sure.
q_found_attack = A photo or video was suspected.
q_score = Similarity { $s }.

## Enrollments

q_nav3 = Enrollments
fi_query = Name, permit number or enrollment number
fi_hint = Names as on the passport, two letters at least; numbers in full.
fi_look = Find
fi_empty = Type a name or a number.
fi_short = Type at least two letters of the name.
fi_unreadable = Type the name in Latin letters as on the passport, or a number.
fi_none = No enrollment was found.
fi_name = Name
fi_number = Permit number
fi_enrollment = Enrollment number
fi_day = Enrolled on
fi_method = Verified by
fi_by_face = Face recognition
fi_by_staff = Staff
fi_consent = Consent to face recognition
fi_consent_none = Not given
fi_consent_given = Given
fi_consent_withdrawn = Withdrawn
fi_in_force = Permit in force
fi_expired = Permit expired
fi_revoked = Permit revoked
fi_not_yet = Permit not yet in force
fi_locked = Signing in is locked
fi_face_locked = Face recognition is locked for a while
fi_letter = Print the letter
fi_slip = Print the QR slip
fi_password = New password
fi_unlock = Lift the lock
fi_withdraw = Withdraw consent
fi_hand_over = Let the holder type the new password, and look away.
fi_rules = 8-16 characters, at least two of digits, letters, symbols; neither name nor number.
fi_password_set = The new password holds.
fi_unlocked = The lock is lifted.
fi_withdrawn = Consent is withdrawn, and the pictures are erased.
fi_printing = Printing now
fi_printed = Printed.
fi_stopped = Printing was stopped.

## Permit register

q_nav4 = Permit register
rg_stands = { $n ->
    [one] { $n } permit. Last import: { $at }
   *[other] { $n } permits. Last import: { $at }
    }
rg_stands_never = { $n } permits. Nothing was imported yet.
rg_choose = Choose a file to import
rg_where = CSV files on USB sticks and in the import folder are listed, up to two folders deep.
rg_photos_rule = Photos of NAME.csv are taken from the folder NAME.photos beside it, or else from the folder photos beside it, or else from its own folder.
rg_looking = Looking for files
rg_again = Look again
rg_none = No CSV file was found. Plug in a USB stick with the file, then press "Look again". Or run on this machine:
rg_folder_unread = The import folder of the configuration cannot be read. Check that it is there and that the kiosk may read it.
rg_more = There are many files: only the newest { $n } are listed.
rg_file = File
rg_place = Place
rg_size = Size
rg_date = Changed on
rg_photos = Photos
rg_in_folder = Import folder
rg_on_stick = USB stick { $name }
rg_beside = Its own folder
rg_checking = Checking the file
rg_opening = Reading the file
rg_rows = { $n } of { $all } rows checked, with { $photos } photos
rg_comparing = { $n } of { $all } rows compared with the register
rg_cancel = Cancel
rg_stay = Leave the stick in. Five minutes without a touch sign you out, which ends the check.
rg_good = Every row is in order. Nothing is imported yet.
rg_rows_all = Rows
rg_new = New
rg_changed = Changed
rg_same = Unchanged
rg_no_photo = Rows without a photo: { $n }
rg_no_photo_why = A row without a photo keeps the one in the register. Holders who have none there either are sent to staff.
rg_unusual = Numbers of an unusual length: { $n }
rg_unusual_why = Please compare these numbers with the notification letters.
rg_import = Import
rg_writing = Writing into the register, one moment please
rg_done = The permits are imported.
rg_other = Choose another file
rg_refused = { $n ->
    [one] Nothing was imported. One place has to be corrected in the file.
   *[other] Nothing was imported. { $n } places have to be corrected in the file.
    }
rg_refused_many = Nothing was imported. The first { $n } places to correct are listed; there may be more.
rg_line = Line
rg_column = Column
rg_whole_row = Whole row
rg_reason = What is wrong
rg_shown = { $from } to { $to } of { $all }
rg_earlier = Earlier rows
rg_later = Further rows
rt_unreadable = Nothing was imported. The file is not there any more or cannot be read. Check the stick and look again.
rt_too_large = Nothing was imported. The file has more than 32 MiB. Split it.
rt_not_utf8 = Nothing was imported. The file is not UTF-8 (line { $n }). In the spreadsheet program choose "CSV UTF-8" when saving.
rt_missing = Nothing was imported. The column { $column } is missing from the first row.
rt_unknown = Nothing was imported. Column { $n } of the first row has an unknown heading.
rt_double = Nothing was imported. The heading { $column } is there twice.
rt_no_rows = Nothing was imported. The table has no rows.
rt_too_many = Nothing was imported. The table has more than { $n } rows. Split it.
rt_rows = Nothing was imported.
rr_cells = Has { $n } cells, but the first row has { $m }.
rr_repeated = The same number stands in line { $n }.
rr_empty = Is empty.
rr_both_empty = Is empty, and so is { $column }. One of them is needed.
rr_too_long = Has more than { $n } characters.
rr_control = Has a line break or another control character.
rr_zero = Has the digit 0 as character { $n }.
rr_character = Character { $n } cannot stand there.
rr_unreadable = Cannot be read.
rr_category = Is not A, B or C.
rr_status = Is not in_force (有效), revoked (注销) or empty.
rr_title = Is not Mr (先生), Ms (女士) or empty.
rr_date = Is not a date like { $form }.
rr_ends_first = Is before valid_from.
rp_missing = There is no photo of this name in the photos' folder.
rp_name = Is not a plain file name.
rp_not_a_file = Is not a plain file.
rp_unreadable = The photo cannot be read.
rp_too_large = The photo has more than 2 MiB.
rp_too_much = The photos of this file together are too large. Split the file.
rp_no_picture = The photo is neither JPEG nor PNG.
rp_damaged = The photo is damaged or has too many pixels.
rp_no_face = No face is found in the photo.
rp_faces = There is more than one face in the photo.
rp_small = The face is { $n } pixels wide. At least { $m } are needed.

## Audit log

q_nav5 = Audit log
al_all = Everybody
al_staff = Staff
al_visitor = Visitor
al_system = System
al_command = Command line
al_today = Today only
al_hint = Press a row to see only its kind.
al_none = No entry is like that.
al_number = No.
al_time = Time
al_what = What
al_who = By whom
al_about = About
al_outcome = Outcome
al_done = Done
al_refused = Refused
al_failed = Did not work
al_one = Staff { $n }
al_two = Staff { $n } and { $m }
al_kiosk = This kiosk
al_account = Account { $n }
al_enrollment = Enrollment { $n }
al_consent = Consent { $n }
al_case = Case { $n }
al_rows = { $n } rows
al_permits = { $n } permits
al_newer = Newer
al_older = Older
al_check = Check the whole log
al_whole = The log is whole: { $n } entries, { $m } of them not signed yet.
al_broken = From entry { $n } on the log has been changed or cut. Report it at once, and leave this machine as it is.

## Shift report

sh_title = Shift report
sh_why = Choosing a period makes the report, which is recorded in the audit log.
sh_today = Today so far
sh_since = Since I signed in
sh_yesterday = All of yesterday
sh_office = Office
sh_span = Period
sh_made = Made at
sh_by = Made by
sh_print = Print the report
sh_none = None
sh_enrolled = Enrollments
sh_failures = Handed to staff because something did not work
sh_wishes = Handed to staff on the visitor's wish
sh_printed = Printed by visitors
sh_reprinted = Printed again by staff
sh_letter = Notification letter
sh_slip = QR slip
sh_inquiry = Permit inquiry
sh_take_home = Take-home sheet
sh_by_two = Signed by two people
sh_override = Confirmed against the face comparison
sh_sign_ins = Staff sign-ins
sh_signed_in = Signed in
sh_sign_in_refused = Refused
sh_others = Everything else in the audit log
sh_head = Head of the audit log
sh_entries = Entries
sh_head_why = Entry { $n } of the audit log says that this report was made. Keep it on paper: it shows later whether an entry before it was changed.
sh_signature = Signature
sh_date = Date
sh_page = Page { $n } of { $m }

## Device check

q_nav6 = Device check
dc_check = Check now
dc_print = Print a test page
dc_listen = Hear the voice
dc_sentence = Hello. The voice of this kiosk works.
dc_checking = Checking: { $n } of { $m } parts done.
dc_well = Every part works.
dc_looks = { $n ->
    [one] One part needs
   *[other] { $n } parts need
    } attention. Do as the table says.
dc_faults = { $n ->
    [one] One part does
   *[other] { $n } parts do
    } not work. Do as the table says.
dc_not_all = The check did not come to its end. Check again.
dc_part = Part
dc_state = State
dc_found = What was found
dc_advice = What to do
dc_ok = Works
dc_look = Look at it
dc_fault = Does not work
dc_looking = Looking
dc_unseen = Not checked
dc_camera = Camera
dc_printer = Printer
dc_store = Store
dc_space = Disk space
dc_clock = Date and time
dc_models = Face recognition
dc_languages = Languages
dc_fonts = Fonts
dc_display = Screen
dc_voice = Voice

## Device check: what is found

df_camera_works = Sends clear pictures.
df_recording = A recording plays in its place.
df_black = The picture is black.
df_slow = Too few pictures a second.
df_no_camera = No camera was found.
df_camera_busy = Another program uses the camera.
df_camera_denied = This program may not use the camera.
df_stalled = The camera sends no pictures.
df_garbled = The camera's pictures cannot be read.
df_foreign = The connected camera is not the one of this kiosk.
df_unplayable = The recording cannot be played.
df_printer_ready = Ready to print.
df_collects = Documents are kept as PDF files, not printed.
df_paper = Out of paper.
df_jam = Paper is jammed.
df_cover = A cover or tray is open.
df_toner = Out of toner.
df_offline = The printer does not answer.
df_no_printer = The printer set for this kiosk is not known.
df_refuses = The printer takes no jobs.
df_no_files = Printed files cannot be kept.
df_sound = Whole, and so is the audit log.
df_no_permits = Whole, but the permit register is empty.
df_no_store = The data file is gone.
df_damaged = The data file is damaged or cannot be opened.
df_changed = The audit log was changed or cut.
df_unread = The data could not be read just now.
df_space = Enough room is left.
df_space_low = Little room is left.
df_space_full = The disk is full: nothing new can be kept.
df_space_unknown = The room left is not known.
df_clock_kept = Kept right by the network.
df_clock_alone = Not kept right by the network.
df_clock_wrong = The date is plainly wrong.
df_models = Whole, and ready.
df_unguarded = Works, but does not look out for photos and videos of a face.
df_models_damaged = A component is damaged.
df_languages = Every language is complete.
df_lacking = Some texts are missing and stand in English.
df_unread_texts = A language file cannot be read.
df_texts_damaged = The program's own texts are damaged.
df_fonts = Complete.
df_fonts_broken = A font is damaged.
df_display = Shows this page.
df_no_display = No screen was found.
df_voice = A speech program is installed.
df_no_voice = No speech program: pages cannot be read aloud.
df_not_looked = It could not be looked at.

## Device check: what to do

dd_uncover = Take the cover off the lens and switch on the light.
dd_light = Switch on more light and check again. If that does not help, call the technician.
dd_plug = Plug the camera's cable in firmly and check again. If that does not help, call the technician.
dd_replug = Unplug the camera, plug it into another socket, and check again.
dd_free = Close the other program and check again. If that does not help, restart this kiosk.
dd_own = Connect this kiosk's own camera again.
dd_paper = Put paper into the tray.
dd_jam = Take the jammed sheet out as the printer shows.
dd_cover = Close covers and trays.
dd_toner = Change the toner.
dd_switch_on = Check the printer's power and cable, switch it on, and check again.
dd_restart = Switch the printer off and on and check again. If that does not help, call the technician.
dd_import = Ask a supervisor to import the permit register.
dd_keep = Leave this kiosk as it is, and tell a supervisor at once.
dd_stop = Stop enrolling on this kiosk, and call the technician at once.
dd_again = Check again in a minute. If that does not help, call the technician.
dd_soon = Call the technician in the next days; go on meanwhile.
dd_time = Compare the time with another clock. If it is wrong, call the technician.
dd_call = Call the technician.

## The printer's test page

tp_title = Printer test page
tp_why = This sheet shows how the printer prints. It holds nothing about anybody.
tp_frame = The frame should be whole on all four sides.
tp_text = The letters should be sharp and whole.
tp_patches = The patches should go evenly from light to dark, without stripes.
tp_code = A phone should be able to read the code.

## Staff

sl_title = Staff
sl_role = Role
sl_state = State
sl_active = May sign in
sl_disabled = Disabled
sl_disabled_why = This number is disabled and cannot sign in any more.
sl_locked = Locked
sl_must_change = PIN to be changed
sl_drawn = The new PIN of { $number }. Tell it to its owner face to face: it is not shown again.
sl_reset = New PIN, and unlock
sl_disable = Disable this number
sl_new = Somebody new
sl_add = Add

## Assisting

q_nav2 = Assisted enrollment
as_let_see = Visitor: let staff see
as_back = Back to the visitor
as_verify = Verify by documents
as_together = The visitor has not sent name and number yet. Go back and fill in the form together; the password is the visitor's alone.
as_quality = Quality of the pictures
as_quality_good = Every reading is good.
as_checklist = Verify the visitor by documents
as_passport = I have seen the passport
as_letter = I have seen the notification letter
as_photo = I have compared the passport photo with the person
as_incomplete = All three have to be done.
as_tail = Last four characters of the passport number
as_tail_hint = From the passport that the visitor shows.
as_tail_wrong = Type the last four letters or digits of the passport number.
as_two = The face comparison said no: a second person, a supervisor, has to sign too.
as_enroll = Confirm and enroll

## Rehearsing

rh_title = Rehearse faults
rh_why = In the demo only. Everything works again when the visit ends.
rh_choose = From now on
rh_camera = The camera is unplugged
rh_paper = The printer is out of paper
rh_mismatch = The face does not match the register photo
rh_disk = The disk is full, nothing can be written
as_tail_other = This is not the end of the passport number in the register. Check the document.
as_enrolled = Enrolled, as number { $n }. Print the letter under "Enrollments".
as_resumed = The visitor's kept entries
as_code_title = Go on with kept entries
as_code = Code
as_code_hint = The eight characters that the screen showed when the visitor kept the entries today.
as_code_wrong = A code has eight letters and digits.
as_code_unknown = Nothing is kept under this code. Check it; a code holds for its day, until the visitor is enrolled.
as_code_locked = Too many wrong codes. Try again in { $s } seconds.
as_code_open = Open the entries

## Not done

nd_number_taken = This staff number is or was somebody's. Choose another one.
nd_last_supervisor = This is the only supervisor and cannot be disabled. Add another one first.
nd_staff_disabled = This staff number is disabled.
nd_leave_ended = Whoever signed is no longer signed in. Sign in again.
nd_case_closed = Somebody else has closed this case.
nd_case_taken = Somebody else is looking at this case.
nd_needs_second = The face comparison said no in a case of this number: two have to decide it in the review queue first.
nd_no_consent = There is no consent to withdraw.
nd_enrolled = This permit number is enrolled already.

## Settings of this kiosk

se_title = Settings
se_saved = Saved. It is in force now.
se_fixed = Decided by the configuration file; it cannot be changed here.
se_camera = Camera
se_camera_auto = Whichever camera works
se_camera_fixed = The one named in the configuration file
se_camera_bad = cannot be used
se_camera_none = No camera was found. Connect one and look again.
se_camera_gone = The chosen camera (not connected now)
se_camera_chosen = The chosen camera
se_searching = Looking for cameras
se_recording = A recording plays in place of the camera.
se_again = Look again
se_look = Show the picture
se_look_off = Hide the picture
se_looking = Opening the camera
se_picture = What the camera shows
se_private = The picture is shown only here and is not kept.
se_language = First language
se_language_why = Each visit starts in it; visitors can change it on every page.
se_rest = When nobody touches the screen
se_rest_choice = Ask after { $warn } seconds, end and clear after { $end }
se_facts = Everything else
se_authority = Authority
se_office = Office
se_phone = Phone
se_printer = Printer
se_folder = Kept as PDF files
se_paper = Slip paper
se_presentation = Check against photos and screens
se_shipped = The one that is built in
se_own = Your own
se_off = Off
se_pictures = Pictures are kept
se_enrollments = Enrollments are kept
se_pending = Open cases wait
se_cases = Closed cases are kept
se_days = { $n } days
