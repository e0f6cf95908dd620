//! Theme, pairs, fields, keyboard: the widgets every page is made of.
