## The full text

cf_title = Face recognition: the full text
cf_who = Who handles your information
cf_who_t = { $authority } is responsible. This device stands in { $office }. For questions and requests, call { $phone } or ask staff.
cf_what = What is taken
cf_what_t = From you: your name, your work permit number and the password you set. The password is kept only as a one-way code. If you choose face recognition: pictures of your face while the camera runs, and a face template made from them. A face template is a row of numbers. Facial information is sensitive personal information.
cf_why = Why, and why a face
cf_why_t = Your electronic social security card opens your records. Only the holder of the work permit may obtain it, or set a new password for it. The face is used to check this once, now, and for nothing else.
cf_how = How the check is done
cf_how_t = You make three movements in front of the camera. The device then compares your face with the photo in the permit register. If the result is not clear, nobody is refused by the device: staff compare your passport and the picture with you.
cf_keep = Where it is kept, and how long
cf_keep_t = Everything is kept encrypted on this device. Nothing is sent over the internet. What you print goes to the printer of this office. The face template is erased as soon as the check is decided. Pictures of the passed check are kept for { $n } days and then erased. If the result goes to staff, the picture of that check and its quality readings are kept until staff have decided, { $c } days at most. Other pictures are not kept. Your enrollment is kept for { $m }. If you ask staff, what they need (permit number, step, cause, your choice) is kept for { $c } days at most.
cf_see = Who can see it
cf_see_t = Only the staff in charge, for this service or where the law requires it. Each act on an enrollment is recorded.
cf_risk = What it may mean for you
cf_risk_t = If facial information became known to others, it could be misused, and a face cannot be changed. This is why it is kept briefly, encrypted, and only here.
cf_choice = Your free choice
cf_choice_t = You do not have to agree. Staff can verify you with your passport, and the outcome is the same. If you choose staff, no picture of your face is taken here.
cf_rights = Your rights
cf_rights_t = At any time you can ask staff to show, correct or erase your data, or withdraw your consent. After withdrawal your pictures are erased. What was done before stays lawful, and your card stays yours. You can also complain to the supervising authority.
