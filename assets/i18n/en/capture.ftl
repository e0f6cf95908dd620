## Face recognition: prompts

f_look = Look straight at the camera
f_left = Turn your head to the left
f_right = Turn your head to the right
f_up = Look up
f_down = Look down
f_blink = Blink your eyes
f_mouth = Open your mouth
f_backc = Now look straight ahead again
f_of = { $n } of 3
f_left_s = seconds left
f_check = Checking. Please hold still.
f_ok = Your face has been verified
f_private = The picture stays on this device.

## Face recognition: live hint chips (one at a time)

h_close = Come a little closer
h_far = Move back a little
h_centre = Move into the oval
h_straight = Look straight ahead
h_dark = More light on your face, please
h_backl = The light is behind you
h_bright = Too much light on your face
h_glare = Glasses reflect: tilt your head down a little
h_eyes = Please open your eyes
h_cover = Please uncover your face
h_many = One person only, please
h_still = Hold still

## Starting

f_start_t = One moment, please. Stand in front of the camera.
f_preview = Live picture of you, as in a mirror
f_issue = Preparing your card
f_issue_t = One moment, please. This takes a few seconds.
f_time = There is enough time for each movement.
f_seen = Done
f_now = In progress
f_next = Next
f_ahead = Not yet
