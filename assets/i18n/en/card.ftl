## Card and services

k_title = Your card is ready
k_cardname = Electronic Social Security Card
k_name = Name
k_no = Work permit number
k_cat = Category
k_valid = Valid until
k_serv = Work permit services
k_inq_s = All details and days left
k_qr_s = Show it or print a slip
k_let_s = View and print
k_close = Close
