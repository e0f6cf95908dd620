//! One frame: take what the workers sent, move the visit on, run effects, show the page.
