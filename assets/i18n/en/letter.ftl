## Letter and printing

t_title = Notification letter
t_print = Print
t_again = Print again
t_stop = Stop printing
t_p1 = Prepared
t_p2 = Sent to the printer
t_p3 = Printing
t_p4 = Take your paper
t_page = Page { $n } of { $m }
t_take = Please do not leave it in the tray.
t_zoom = Enlarge
t_done = Printed. Please take your paper.
t_prev = Preview
t_ready = Ready to print
t_wait = One moment, please
