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
i_last_day = Today is the last day
i_begins =
    { $n ->
        [one] Begins tomorrow
       *[other] Begins in { $n } days
    }
i_ended =
    { $n ->
        [one] Ended yesterday
       *[other] Ended { $n } days ago
    }
i_not_in_force = No longer in force
i_from = Valid from
i_to = Valid until
i_nat = Citizenship
i_pass = Passport number
i_emp = Employer
i_place = Place of work
i_duty = If your permit, name or passport changes, report it within 10 days.
i_none = No value in the register
i_future = Not yet valid
i_cat = Category { $c }
i_job = Occupation
i_title = Title
i_mr = Mr
i_ms = Ms
i_issued = Date of issue
i_approver = Approved by
i_file = File number
i_family = Family members
