//! Facts to PDF and QR: the notification letter and the slip.
