## Printer

pp_out = The printer is out of paper
pp_out_why = The paper tray is empty.
pp_out_do = Please tell staff. Printing goes on by itself once there is paper.
pp_jam = Paper is stuck in the printer
pp_jam_why = A sheet did not pass through.
pp_jam_do = Please do not pull at it. Tell staff; afterwards you can print again.
pp_open = The printer is open
pp_open_why = A cover or the paper tray is not closed.
pp_open_do = Please tell staff. Printing goes on once it is closed.
pp_off = The printer does not answer
pp_off_why = It is switched off or not connected.
pp_off_do = You can try again, ask staff, or continue without printing.
pp_ink = The printer needs toner
pp_ink_why = The print would be too pale to read.
pp_ink_do = Please tell staff.

## Printer page: furniture

pr_safe = Your letter is kept until you finish.
pr_retry = Try again
pr_skip = Continue without printing

## Refused by the printer

pp_refused = The printer did not take the job
pp_refused_why = It may be busy, or set up for another kind of paper.
pp_refused_do = Try again in a moment, ask staff, or continue without printing.
pp_stopped = Printing was stopped
pr_safe_slip = Your code is kept until you finish.
pr_safe_page = What you print is kept until you finish.
