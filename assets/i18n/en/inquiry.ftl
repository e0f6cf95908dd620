## Work permit inquiry

i_status = Status
i_valid = Valid
i_soon = Expires soon
i_exp = Expired
i_rev = Revoked
i_days =
    { $n ->
        [one] 1 day left
       *[other] { $n } days left
    }
i_from = Valid from
i_to = Valid until
i_nat = Nationality
i_pass = Passport number
i_emp = Employer
i_place = Place of work
i_duty = If your permit, name or passport changes, report it within 10 days.
i_none = No value in the register
i_future = Not yet valid
i_cat = Category { $c }
i_job = Occupation
