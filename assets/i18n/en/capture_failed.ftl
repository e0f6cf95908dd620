## Face recognition: failure causes

x_far = You were too far away
x_far_why = Your face was too small in the picture.
x_far_do = Step closer until your face fills the oval.
x_near = You were too close
x_near_why = Part of your face was outside the picture.
x_near_do = Move back until your whole face is inside the oval.
x_straight = Your face was turned away
x_straight_why = The camera saw your face from the side.
x_straight_do = Look straight at the camera, chin level.
x_dark = There was too little light
x_dark_why = Your face was too dark to see clearly.
x_dark_do = Face a lamp or a window. Take off a hat with a brim.
x_back = The light is behind you
x_back_why = A window or lamp behind you makes your face dark.
x_back_do = Turn so that the light falls on your face, then try again.
x_bright = There was too much light
x_bright_why = A lamp or the sun shines straight at your face.
x_bright_do = Turn a little away from the light, then try again.
x_glare = Something reflects the light
x_glare_why = Glasses, or a light straight ahead, leave white spots on your face.
x_glare_do = Tilt your head down a little, or take your glasses off if you can.
x_eyes = Your eyes were closed
x_eyes_why = The camera could not see open eyes.
x_eyes_do = Keep your eyes open and look at the camera. Blink only when asked.
x_cover = Part of your face was covered
x_cover_why = A mask, scarf, hand or hair covered it.
x_cover_do = Uncover your face from brow to chin. If you would rather not, staff can verify you.
x_many = More than one face was in the picture
x_many_why = Someone stands beside or behind you.
x_many_do = Ask others to step aside, then try again.
x_move = The picture was blurred
x_move_why = You or the camera moved.
x_move_do = Hold still for a moment after each movement.
x_prompt = A movement was missed
x_prompt_why = We did not see "{ $prompt }" in time.
x_prompt_do = Try again, and move slowly and clearly. There is enough time.
x_other = The face did not match the photo on record
x_other_why = The photo may be old, or the light was poor. This does not count against you.
x_other_do = Try again, or let staff verify you with your passport.
x_change = The face changed during the check
x_change_why = Another person may have come into the picture.
x_change_do = Please try again alone.
x_live = The machine could not be sure this time
x_live_why = Dim or yellow light, or something that reflects in the picture, may be the cause.
x_live_do = Face a lamp or a window with nothing in your hands and try again, or let staff verify you with your passport.
x_stall = The camera stopped sending pictures
x_stall_why = The camera does not respond at the moment.
x_stall_do = Wait a few seconds and try again, or choose staff.
x_absent = No camera was found
x_absent_why = It is switched off or unplugged.
x_absent_do = Please tell staff. They can verify you without the camera.
x_busy = The camera is in use
x_busy_why = Another program is using the camera.
x_busy_do = Wait a moment and try again. If it stays, tell staff.

## Face failure page: furniture

x_why = Why this may be
x_do = What to do now
x_try = Try again
x_left =
    { $n ->
        [one] You can try 1 more time
       *[other] You can try { $n } more times
    }
x_none = No tries left. Staff will verify you now.
x_now = Just now
x_better = Better
x_no = Incident number
x_show = Show this to staff

## Causes found while building

x_noface = No face was seen
x_noface_why = You may have stood beside the camera, or it was covered.
x_noface_do = Stand in front of the camera so that you see your face in the oval.
x_denied = The camera may not be used
x_denied_why = This device does not let the program use the camera.
x_denied_do = Please tell staff. They can verify you without the camera.
x_unclear = The comparison was not clear
x_unclear_why = The photo on record may be old, or the light was poor. This does not count against you.
x_unclear_do = Staff will now compare your passport with you. Please go to the counter.
x_nophoto = There is no photo on record to compare with
x_nophoto_why = The permit register holds no usable photo of you.
x_nophoto_do = Staff will verify you with your passport. Please go to the counter.
x_few = Too few pictures could be checked
x_few_why = The camera or this machine was too slow just now.
x_few_do = Please try again, or choose staff.
x_garbled = The camera sent broken pictures
x_garbled_why = The cable may be loose, or the camera needs a restart.
x_garbled_do = Wait a few seconds and try again, or choose staff.
x_break = The check was interrupted
x_break_why = You left the check before it was complete.
x_break_do = Try again when you are ready, or let staff verify you.
x_locked = Face recognition is paused
x_locked_why = Several tries in a few minutes did not work for this permit number. A pause protects its holder.
x_locked_do = Staff can verify you now, with your passport.
x_locked_for =
    { $n ->
        [one] Staff can verify you now, with your passport. Face recognition opens again in 1 minute.
       *[other] Staff can verify you now, with your passport. Face recognition opens again in { $n } minutes.
    }
