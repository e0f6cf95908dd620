## Card and services

k_title = Your card is ready
k_cardname = Electronic Social Security Card
k_name = Name
k_no = Work permit number
k_cat = Category
k_valid = Valid until
k_serv = Work permit services
k_yours = Your card
k_home = Print the take-home sheet
k_sheet = Take-home sheet
k_newpw = Your new password is set
