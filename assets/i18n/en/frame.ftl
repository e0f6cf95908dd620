## Frame: header, footer, steps, banner

svc = Electronic Social Security Card
lang = Language
staff = Ask staff
back = Back
cancel = Cancel
finish = Finish
s1 = Registration
s2 = Consent
s3 = Face recognition
s4 = Your card
demo = DEMO · fictional people, not valid for any use
specimen = SPECIMEN

## Names for the ear and the small furniture

lang_en = English
lang_zh = Chinese
more_below = More below

## Stages of a visit, as staff read them

stage_home = Home page
stage_guide = How to get the app
stage_login = Login
stage_registration = Step 1: Registration
stage_consent = Step 2: Consent
stage_face = Step 3: Face recognition
stage_issuing = Step 4: Your card
stage_card = Card and services
more_above = More above

## Text and display

view = Text and display
step_of = Step { $n } of 4: { $name }
v_sample = This is how the text looks now.
v_size = Text size
v_theme = Colours
v_light = Light
v_dark = Dark
v_hcd = High contrast, dark
v_hcl = High contrast, light
v_low = Buttons low down
v_motion = Less motion
v_voice = Spoken guidance
v_voice_on = Read pages aloud
v_headphones = I use headphones: read personal details too
v_again = Close and read the page again
v_voice_absent = No speech is set up on this machine. Staff can read to you.
v_voice_silent = No sound can be played here. Please ask staff.
v_quiet = Quiet
v_volume = Usual volume
v_loud = Loud
v_slow = Slow
v_rate = Usual pace
v_fast = Fast
listen = Listen
v_time = Time to answer
v_x1 = As usual
v_x2 = 2 times as long
v_x5 = 5 times as long
v_x10 = 10 times as long
v_usual = All as usual
v_close = Close
v_reset = Settings return to normal for the next person.
w_small = This window is too small. Please make it at least { $w } by { $h } points large.
