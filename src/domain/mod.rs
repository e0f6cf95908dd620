//! What things are: names, permits, faces, consent, faults.
//!
//! No input or output, no clock, no threads and no egui in here. A value of one of these types is
//! valid because it could not have been made otherwise.

pub mod account;
pub mod audit;
pub mod audit_list;
pub mod audit_log;
pub mod card;
pub mod case;
pub mod consent;
pub mod device_check;
pub mod device_edges;
pub mod display;
pub mod enrollment;
pub mod face;
pub mod face_route;
pub mod face_shot;
pub mod fault;
pub mod found;
pub mod frame;
pub mod language;
pub mod letter;
pub mod liveness;
pub mod masking;
pub mod match_policy;
pub mod mrz;
pub mod name;
pub mod office;
pub mod papers;
pub mod pdf;
pub mod permit;
pub mod presentation;
pub mod print;
pub mod quality;
pub mod recovery;
pub mod reference;
pub mod register_import;
pub mod register_table;
pub mod registration;
pub mod rehearsal;
pub mod resume;
pub mod retention;
pub mod review;
pub mod secret;
pub mod settings;
pub mod shift;
pub mod speech;
pub mod staff;
pub mod staff_evidence;
pub mod staff_secret;
pub mod time;
