//! The report as one HTML page, and its figures as words for the terminal.

use std::fmt::Write as _;

use esscard_kiosk::domain::match_policy::MatchPolicy;

use super::gates::Gated;
use super::movements::Recording;
use super::plots;
use super::statistics::{OperatingPoint, Scores};
use super::verification::{self, Damaged, Portrait};

/// Everything that was measured.
pub struct Report<'a> {
    pub portraits: &'a [Portrait],
    /// Numbers of photos of known people in which no face was found.
    pub faceless: &'a [String],
    pub damaged: &'a [Damaged],
    /// What a template is made of.
    pub templates: Table,
    pub gated: &'a [Gated],
    /// `None` without ffmpeg.
    pub recordings: Option<Vec<Recording>>,
    /// Living people and attacks before the passive check.
    pub presentations: Table,
}

/// Rates of false accepts at which false rejects are told.
const FALSE_ACCEPT_RATES: [f64; 2] = [1e-2, 1e-3];

const STYLE: &str = "body{font:15px/1.5 sans-serif;max-width:1120px;margin:2em auto;padding:0 1em;color:#17262b}\
    h1,h2{color:#0a5c63}table{border-collapse:collapse;margin:.8em 0}td,th{border:1px solid #c8d4d6;padding:.25em .6em;\
    text-align:left}th{background:#eef4f4}.row{display:flex;flex-wrap:wrap;gap:1em}.note{color:#4c5b60}";

/// A table: its headings and its rows.
pub type Table = (Vec<&'static str>, Vec<Vec<String>>);

fn verification_table(report: &Report<'_>) -> Table {
    let policy = MatchPolicy::default();
    let mut sets: Vec<(String, Scores)> = verification::by_domain(report.portraits).into_iter().collect();
    sets.push(("all together".into(), verification::together(report.portraits)));
    let rows = sets
        .iter()
        .map(|(name, scores)| {
            let mut row = vec![
                name.clone(),
                format!("{} / {}", scores.genuine().len(), scores.impostor().len()),
                scores.false_rejects(policy.accept).to_string(),
                scores.false_rejects(policy.refer).to_string(),
                scores.false_accepts(policy.accept).to_string(),
            ];
            row.extend(FALSE_ACCEPT_RATES.map(|far| match scores.at(far) {
                OperatingPoint::TooFew { needed, there } => format!("needs {needed} pairs, {there} there"),
                OperatingPoint::At { threshold, false_rejects, .. } => format!("{false_rejects} at {threshold:.3}"),
            }));
            row
        })
        .collect();
    let head = vec![
        "photos of",
        "pairs: same / different",
        "same, not accepted",
        "same, refused",
        "different, accepted",
        "same, not accepted at FAR 1e-2",
        "same, not accepted at FAR 1e-3",
    ];
    (head, rows)
}

fn damage_table(report: &Report<'_>) -> Table {
    let rows = report
        .damaged
        .iter()
        .map(|row| {
            vec![
                row.damage.name(),
                row.faceless.to_string(),
                row.not_accepted.to_string(),
                row.refused.to_string(),
                row.accepted_wrongly.to_string(),
            ]
        })
        .collect();
    (vec!["reference photo", "no face found", "same, not accepted", "same, refused", "different, accepted"], rows)
}

fn gate_table(report: &Report<'_>) -> Table {
    let rows = report
        .gated
        .iter()
        .map(|row| {
            let failed: Vec<String> = row.failed.iter().map(|(name, value)| format!("{name} {value:.2}")).collect();
            vec![
                row.number.clone(),
                row.kind.clone(),
                row.faces.to_string(),
                failed.join(", "),
                row.fault.clone().unwrap_or_else(|| "let through".into()),
            ]
        })
        .collect();
    (vec!["photo", "kind", "faces", "gates not passed", "as a reference photo"], rows)
}

fn movement_table(recordings: &[Recording]) -> Table {
    let rows = recordings
        .iter()
        .map(|row| {
            let c = row.counts;
            let mut cells = vec![
                row.file.display().to_string(),
                format!("{} of {}", row.with_face, row.frames),
                format!("{} / {}", c.blinks, c.mouth_openings),
                format!("{} / {} / {} / {}", c.turns_left, c.turns_right, c.looks_up, c.looks_down),
            ];
            cells.extend(row.measures.iter().map(|(_, unit, found)| {
                format!(
                    "r {:.2}, {:.3} / {:.3} {unit}",
                    found.correlation, found.median_difference, found.large_difference
                )
            }));
            cells
        })
        .collect();
    (
        vec![
            "recording",
            "frames with a face",
            "blinks / mouth",
            "left / right / up / down",
            "eyes",
            "mouth",
            "yaw",
            "pitch",
        ],
        rows,
    )
}

/// The figures for the terminal.
pub fn words(report: &Report<'_>) -> String {
    let mut out = String::new();
    let mut tables =
        vec![verification_table(report), damage_table(report), report.templates.clone(), gate_table(report)];
    if let Some(recordings) = &report.recordings {
        tables.push(movement_table(recordings));
    }
    tables.push(report.presentations.clone());
    for (head, rows) in tables {
        for row in rows {
            let cells: Vec<String> = head.iter().zip(&row).map(|(head, cell)| format!("{head}: {cell}")).collect();
            let _ = writeln!(out, "{}", cells.join(" | "));
        }
        out.push('\n');
    }
    out
}

/// The page.
pub fn html(report: &Report<'_>) -> Result<String, Box<dyn std::error::Error>> {
    let policy = MatchPolicy::default();
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Face check: measured</title><style>{STYLE}</style>\
         <h1>Face check: measured</h1><p>Shares stand as counts with 95 % intervals (Wilson). Photos of one person are \
         not independent of each other, so true intervals are wider. The check is not certified.</p>"
    );

    out.push_str("<h2>1:1 comparison</h2>");
    let _ = write!(
        out,
        "<p>Accepted at {:.2} and above, shown to staff from {:.2}, refused below. {} photos with a face; {} without: {}.</p>",
        policy.accept,
        policy.refer,
        report.portraits.len(),
        report.faceless.len(),
        escape(&report.faceless.join(", "))
    );
    table(&mut out, &verification_table(report));
    let mut curves: Vec<(String, Scores)> = verification::by_domain(report.portraits).into_iter().collect();
    curves.retain(|(_, scores)| !scores.curve().is_empty());
    let together = verification::together(report.portraits);
    curves.push(("all together".into(), together.clone()));
    let _ = write!(
        out,
        "<div class=\"row\">{}{}{}</div>",
        plots::roc(&curves)?,
        plots::det(&curves)?,
        plots::histogram("Similarities", &together, &[policy.refer, policy.accept])?
    );

    out.push_str("<h2>Poor reference photos</h2><p>One reference a person, damaged; everything else as it is.</p>");
    table(&mut out, &damage_table(report));
    out.push_str(
        "<h2>What a template is made of</h2><p>As it is: one picture on either side. A mirror image costs one more run of \
         the embedding on each side; a mean costs none, since all frames of the proof are embedded anyway.</p>",
    );
    table(&mut out, &report.templates);
    out.push_str("<h2>Quality gates</h2>");
    table(&mut out, &gate_table(report));
    out.push_str("<h2>Movements</h2>");
    match &report.recordings {
        None => out.push_str("<p>Not measured: there is no ffmpeg.</p>"),
        Some(recordings) => {
            out.push_str(
                "<p>Against an automatic measurement of the same frames (another face mesh, not human truth): \
                 correlation, then the median and the 95th percentile of the differences, each series against its own median.</p>",
            );
            table(&mut out, &movement_table(recordings));
        }
    }
    out.push_str(
        "<h2>Presentations</h2><p>The passive check alone, in the words of ISO/IEC 30107-3: APCER is the share of attacks \
         that pass, BPCER that of living people who do not. Uncertified. Few people and few attacks: the intervals say \
         how little is known. Imitations are made by software (a moved and warped photo with a frame, blur and other \
         contrast); no paper and no screen was before a camera. A file has no medium at all and should pass. Each \
         presentation stands in presentation.csv.</p>",
    );
    table(&mut out, &report.presentations);
    out.push_str("</html>");
    Ok(out)
}

fn table(out: &mut String, (head, rows): &Table) {
    out.push_str("<table><tr>");
    for cell in head {
        let _ = write!(out, "<th>{}</th>", escape(cell));
    }
    out.push_str("</tr>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", escape(cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
