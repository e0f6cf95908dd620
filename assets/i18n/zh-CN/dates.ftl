## Dates

date_long = { $year }年{ $month }月{ $day }日
month_1 = 1
month_2 = 2
month_3 = 3
month_4 = 4
month_5 = 5
month_6 = 6
month_7 = 7
month_8 = 8
month_9 = 9
month_10 = 10
month_11 = 11
month_12 = 12
