## Frame: header, footer, steps, banner

svc = Electronic Social Security Card
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
