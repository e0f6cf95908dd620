//! What staff look at to decide a case: picture, readings and score, until the case is closed.

use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::Result;
use crate::domain::face_shot::{CaseFace, FrameReadings};
use crate::domain::permit::PermitNumber;
use crate::domain::quality::QualityReport;

/// What is kept of a case's face.
#[derive(Clone, Default)]
pub(super) struct KeptFace {
    pub picture: Option<std::sync::Arc<[u8]>>,
    pub readings: Option<FrameReadings>,
    pub score: Option<f32>,
}

/// Keeps it, in place of what was kept before. A picture gives way only to another one.
pub(super) fn keep(db: &Connection, case: i64, face: &CaseFace) -> Result<()> {
    let check = face.check();
    if check.picture.is_none() && find(db, case)?.is_some_and(|kept| kept.picture.is_some()) {
        return Ok(());
    }
    let q = check.readings.map(|readings| readings.quality);
    let value = |of: fn(&QualityReport) -> f32| q.as_ref().map(|q| f64::from(of(q)));
    db.execute(
        "INSERT INTO case_faces (case_id, picture, score, faces, inter_eye_px, face_share, inside, luminance,
            background_luminance, evenness, overexposed, underexposed, sharpness, mouth_seen, glare)
         VALUES (:case_id, :picture, :score, :faces, :inter_eye_px, :face_share, :inside, :luminance,
            :background_luminance, :evenness, :overexposed, :underexposed, :sharpness, :mouth_seen, :glare)
         ON CONFLICT (case_id) DO UPDATE SET picture = excluded.picture, score = excluded.score, faces = excluded.faces,
            inter_eye_px = excluded.inter_eye_px, face_share = excluded.face_share, inside = excluded.inside,
            luminance = excluded.luminance, background_luminance = excluded.background_luminance,
            evenness = excluded.evenness, overexposed = excluded.overexposed, underexposed = excluded.underexposed,
            sharpness = excluded.sharpness, mouth_seen = excluded.mouth_seen, glare = excluded.glare",
        named_params! {
            ":case_id": case,
            ":picture": check.picture.as_deref(),
            ":score": check.score.map(f64::from),
            ":faces": check.readings.map(|readings| readings.faces),
            ":inter_eye_px": value(|q| q.inter_eye_px),
            ":face_share": value(|q| q.face_share),
            ":inside": q.map(|q| q.inside),
            ":luminance": value(|q| q.luminance),
            ":background_luminance": value(|q| q.background_luminance),
            ":evenness": value(|q| q.evenness),
            ":overexposed": value(|q| q.overexposed),
            ":underexposed": value(|q| q.underexposed),
            ":sharpness": value(|q| q.sharpness),
            ":mouth_seen": value(|q| q.mouth_seen),
            ":glare": value(|q| q.glare),
        },
    )?;
    Ok(())
}

/// What is kept of a case.
pub(super) fn find(db: &Connection, case: i64) -> Result<Option<KeptFace>> {
    let mut statement = db.prepare_cached("SELECT * FROM case_faces WHERE case_id = ?1")?;
    Ok(statement.query_row([case], read).optional()?)
}

/// Erases it; whether there was any.
pub(super) fn erase(db: &Connection, case: i64) -> Result<bool> {
    Ok(db.execute("DELETE FROM case_faces WHERE case_id = ?1", [case])? > 0)
}

/// Erases what is kept of the cases of a number.
pub(super) fn erase_of_number(db: &Connection, number: &PermitNumber) -> Result<()> {
    db.execute(
        "DELETE FROM case_faces WHERE case_id IN (SELECT id FROM cases WHERE permit_number = ?1)",
        [number.as_str()],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<KeptFace> {
    let faces: Option<u32> = row.get("faces")?;
    let readings = faces.map(|faces| Ok(FrameReadings { faces, quality: quality(row)? })).transpose();
    Ok(KeptFace {
        picture: row.get::<_, Option<Vec<u8>>>("picture")?.map(Into::into),
        readings: readings.map_err(|error: rusqlite::Error| error)?,
        score: row.get::<_, Option<f64>>("score")?.map(|score| score as f32),
    })
}

/// SQLite keeps what is not a number as NULL; it passes no gate then or now.
fn quality(row: &Row<'_>) -> rusqlite::Result<QualityReport> {
    let value = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<f64>>(name)?.map_or(f32::NAN, |v| v as f32));
    Ok(QualityReport {
        inter_eye_px: value("inter_eye_px")?,
        face_share: value("face_share")?,
        inside: row.get::<_, Option<bool>>("inside")?.unwrap_or_default(),
        luminance: value("luminance")?,
        background_luminance: value("background_luminance")?,
        evenness: value("evenness")?,
        overexposed: value("overexposed")?,
        underexposed: value("underexposed")?,
        sharpness: value("sharpness")?,
        mouth_seen: value("mouth_seen")?,
        glare: value("glare")?,
    })
}
