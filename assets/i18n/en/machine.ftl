## The machine itself

y_store = Your data cannot be saved right now
y_store_why = The storage of this device does not respond. Nothing incomplete was saved.
y_store_do = Please ask staff. They can finish this with you.
y_register = The permit register cannot be reached
y_register_why = The register does not answer at the moment.
y_register_do = Wait a minute and try again. If it stays, ask staff.
y_face = Face recognition is not available
y_face_why = A part of the program needed for it did not start.
y_face_do = Please ask staff. They can verify you with your passport.
y_document = The document could not be made
y_document_why = A detail of your permit may not fit the form.
y_document_do = Try again. If it stays, ask staff; your card is not affected.
y_busy = This device is busy
y_busy_why = It still works on what was asked before.
y_busy_do = Wait a few seconds and try again.
y_internal = Something on this device did not work
y_internal_why = The fault lies with the device, not with you.
y_internal_do = Try again from the start, or ask staff.
