//! Drawn pictures of what the camera saw and what would be better: ellipses, boxes and strokes.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::domain::fault::Fault;
use crate::domain::liveness::Prompt;
use crate::ui::Theme;
use crate::ui::art::round_line;
use crate::ui::ring::arc;

const DIM_ROOM: Color32 = Color32::from_rgb(0x5E, 0x6B, 0x6E);
const ROOM: Color32 = Color32::from_rgb(0xC5, 0xCC, 0xC9);
const GLASS: Color32 = Color32::from_rgb(0xFF, 0xF5, 0xDC);
const BARS: Color32 = Color32::from_rgb(0xA9, 0xB0, 0xB2);
const RAY: Color32 = Color32::from_rgb(0xF2, 0xA9, 0x3B);
const GUIDE: Color32 = Color32::from_rgb(0xF5, 0xF4, 0xF0);
const SPECTACLES: Color32 = Color32::from_rgb(0x1D, 0x2B, 0x31);
const CLOTH: Color32 = Color32::from_rgb(0xE9, 0xEF, 0xF0);
const FOLD: Color32 = Color32::from_rgb(0xB4, 0xC2, 0xC6);
const PAPER: Color32 = Color32::from_rgb(0xFB, 0xFB, 0xF8);
const COVER: Color32 = Color32::from_rgb(0x1F, 0x3A, 0x5F);
const GOLD: Color32 = Color32::from_rgb(0xE2, 0xC2, 0x6B);
const LAMP: Color32 = Color32::from_rgb(0x5F, 0xC9, 0x7A);
const DARK: Color32 = Color32::from_rgb(0x10, 0x15, 0x17);

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scene {
    /// Light behind the person, or in front of them.
    light: Light,
    /// The oval the face belongs into.
    oval: bool,
    persons: [Option<Person>; 2],
    /// The way a movement goes.
    arrow: Option<Vec2>,
    thing: Option<Thing>,
}

/// What is drawn beside or instead of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    /// The photo on record, in a card.
    Photo,
    /// A passport, as it is shown to staff.
    Passport,
    /// The camera, working or not.
    Camera { works: bool },
    /// The kiosk's screen, resting.
    Rest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    Even,
    Dim,
    Behind,
    Before,
}

/// A head and shoulders; places and sizes are shares of the picture.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that is drawn or not")]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Person {
    /// Middle of the face.
    at: Vec2,
    /// Half the face's height over the picture's height.
    size: f32,
    /// Where the nose points: -1 left to 1 right, -1 up to 1 down.
    turn: Vec2,
    eyes_open: bool,
    mouth_open: bool,
    shade: bool,
    /// Under too much light.
    pale: bool,
    mask: bool,
    glasses: Option<Glare>,
    blurred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glare {
    White,
    Clear,
}

impl Person {
    const fn new() -> Self {
        Self {
            at: vec2(0.5, 0.5),
            size: 0.25,
            turn: Vec2::ZERO,
            eyes_open: true,
            mouth_open: false,
            shade: false,
            pale: false,
            mask: false,
            glasses: None,
            blurred: false,
        }
    }

    const fn turned(x: f32, y: f32) -> Self {
        Self { turn: vec2(x, y), ..Self::new() }
    }
}

impl Scene {
    const fn of(person: Person) -> Self {
        Self { light: Light::Even, oval: false, persons: [Some(person), None], arrow: None, thing: None }
    }

    const fn of_thing(thing: Thing) -> Self {
        Self { light: Light::Even, oval: false, persons: [None, None], arrow: None, thing: Some(thing) }
    }

    const fn in_oval(person: Option<Person>) -> Self {
        Self { light: Light::Even, oval: true, persons: [person, None], arrow: None, thing: None }
    }

    const fn lit(light: Light, person: Person) -> Self {
        Self { light, oval: false, persons: [Some(person), None], arrow: None, thing: None }
    }
}

/// Makes room for a thing.
const ASIDE: Person = Person { at: vec2(0.32, 0.5), ..Person::new() };

/// A passport is shown to staff: what is better where trying again is not.
pub(super) const TO_STAFF: Scene = Scene { thing: Some(Thing::Passport), ..Scene::of(ASIDE) };

/// Just now and better; `None` for what does not come up in face recognition.
pub(super) fn scenes(fault: Fault) -> Option<(Scene, Scene)> {
    let plain = Person::new();
    let good = Scene::of(plain);
    let guided = Scene::in_oval(Some(plain));
    let beside = Person { at: vec2(0.66, 0.5), ..plain };
    let lit = Scene::lit(Light::Before, beside);
    let dark = Person { shade: true, ..plain };
    Some(match fault {
        Fault::FaceFar => (Scene::in_oval(Some(Person { size: 0.12, at: vec2(0.5, 0.6), ..plain })), guided),
        Fault::FaceNear => (Scene::in_oval(Some(Person { size: 0.48, at: vec2(0.5, 0.56), ..plain })), guided),
        Fault::NoFace => (Scene::in_oval(None), guided),
        Fault::FaceTurned => (Scene::of(Person::turned(0.85, 0.0)), good),
        Fault::FaceDark | Fault::LivenessUnclear => (Scene::lit(Light::Dim, dark), lit),
        Fault::FaceBacklit => (Scene::lit(Light::Behind, dark), lit),
        Fault::FaceBright => (Scene::lit(Light::Before, Person { pale: true, ..beside }), good),
        Fault::FaceGlare => (
            Scene::of(Person { glasses: Some(Glare::White), ..plain }),
            Scene::of(Person { glasses: Some(Glare::Clear), ..Person::turned(0.0, 0.35) }),
        ),
        Fault::EyesClosed => (Scene::of(Person { eyes_open: false, ..plain }), good),
        Fault::FaceCovered => (Scene::of(Person { mask: true, ..plain }), good),
        Fault::FaceChanged => {
            // One makes way for the other.
            let (leaves, comes) = (Person { at: vec2(0.12, 0.5), ..plain }, Person { at: vec2(0.62, 0.5), ..plain });
            (Scene { persons: [Some(leaves), Some(comes)], ..good }, good)
        }
        Fault::SeveralFaces => {
            let (one, other) =
                (Person { at: vec2(0.34, 0.52), ..plain }, Person { at: vec2(0.76, 0.46), size: 0.21, ..plain });
            (Scene { persons: [Some(other), Some(one)], ..good }, good)
        }
        Fault::FaceBlurred => (Scene::of(Person { blurred: true, ..plain }), good),
        Fault::PromptMissed(prompt) => (good, movement(prompt)),
        // The same person under other light, or older: what helps is light.
        Fault::NotSamePerson | Fault::MatchUnclear => {
            let dim = Person { shade: true, ..ASIDE };
            let with_photo = |scene: Scene| Scene { thing: Some(Thing::Photo), ..scene };
            (with_photo(Scene::lit(Light::Dim, dim)), with_photo(Scene::of(ASIDE)))
        }
        Fault::CameraStalled | Fault::CameraBusy | Fault::CameraGarbled | Fault::TooFewPictures => {
            (Scene::of_thing(Thing::Camera { works: false }), Scene::of_thing(Thing::Camera { works: true }))
        }
        Fault::CameraAbsent | Fault::CameraDenied => (Scene::of_thing(Thing::Camera { works: false }), TO_STAFF),
        Fault::NoReferencePhoto | Fault::FaceLocked => (Scene::of_thing(Thing::Rest), TO_STAFF),
        fault if fault.is_of_the_machine() => (Scene::of_thing(Thing::Rest), TO_STAFF),
        _ => return None,
    })
}

/// A person making the movement. The picture is a mirror: the visitor's left is the screen's left.
fn movement(prompt: Prompt) -> Scene {
    let to = |x: f32, y: f32| Scene { arrow: Some(vec2(x, y)), ..Scene::of(Person::turned(x * 0.8, y * 0.8)) };
    match prompt {
        Prompt::Left => to(-1.0, 0.0),
        Prompt::Right => to(1.0, 0.0),
        Prompt::Up => to(0.0, -1.0),
        Prompt::Down => to(0.0, 1.0),
        Prompt::Blink => Scene::of(Person { eyes_open: false, ..Person::new() }),
        Prompt::Mouth => Scene::of(Person { mouth_open: true, ..Person::new() }),
    }
}

/// Paints `scene` into `rect`, rounded as its frame is.
pub(super) fn paint(painter: &Painter, rect: Rect, round: CornerRadius, scene: &Scene) {
    let ground = match scene.light {
        Light::Dim | Light::Behind => DIM_ROOM,
        Light::Even | Light::Before => ROOM,
    };
    painter.rect_filled(rect, round, ground);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    match scene.light {
        Light::Behind => {
            window(&inside, part(rect, vec2(0.5, 0.41), vec2(0.74 * rect.height(), 0.74 * rect.height())), DIM_ROOM);
        }
        Light::Before => {
            let size = vec2(0.16, 0.45) * rect.height();
            let at = part(rect, vec2(0.0, 0.33), size).translate(vec2(size.x * 0.5 + rect.width() * 0.06, 0.0));
            window(&inside, at, BARS);
            for (i, drop) in [0.3, 0.08, -0.14].into_iter().enumerate() {
                let from = at.right_center() + vec2(rect.height() * 0.03, rect.height() * 0.13 * (i as f32 - 1.0));
                let to = from + vec2(rect.height() * 0.09, rect.height() * 0.09 * drop);
                round_line(&inside, &[from, to], rect.height() * 0.018, RAY);
            }
        }
        Light::Even | Light::Dim => {}
    }
    for person in scene.persons.iter().flatten() {
        if person.blurred {
            for (shift, strength) in [(-0.045, 0.35), (0.045, 0.35), (-0.02, 0.5), (0.02, 0.5)] {
                draw(&inside, rect, &Person { at: person.at + vec2(shift, shift * 0.4), ..*person }, strength);
            }
        } else {
            draw(&inside, rect, person, 1.0);
        }
    }
    match scene.thing {
        Some(Thing::Photo) => photo(&inside, rect),
        Some(Thing::Passport) => passport(&inside, rect),
        Some(Thing::Camera { works }) => camera(&inside, rect, works),
        Some(Thing::Rest) => resting_screen(&inside, rect),
        None => {}
    }
    if scene.oval {
        let axes = vec2(0.77, 1.0) * (rect.height() * 0.36);
        let centre = pos2(rect.center().x, rect.top() + rect.height() * 0.48);
        inside.add(Shape::ellipse_stroke(centre, axes, Stroke::new(rect.height() * 0.02, GUIDE)));
    }
    if let Some(way) = scene.arrow {
        arrow(&inside, rect, way);
    }
}

/// A box of `size` points around a place that is a share of `rect`.
fn part(rect: Rect, at: Vec2, size: Vec2) -> Rect {
    Rect::from_center_size(rect.min + at * rect.size(), size)
}

fn window(painter: &Painter, rect: Rect, bars: Color32) {
    painter.rect_filled(rect, rect.width().min(rect.height()) * 0.03, GLASS);
    let bar = rect.height() * 0.03;
    painter.vline(rect.center().x, rect.y_range(), Stroke::new(bar, bars));
    painter.hline(rect.x_range(), rect.center().y, Stroke::new(bar, bars));
}

fn arrow(painter: &Painter, rect: Rect, way: Vec2) {
    let side = rect.width().min(rect.height());
    let centre = if way.x > 0.0 {
        pos2(rect.right() - side * 0.15, rect.center().y)
    } else {
        pos2(rect.left() + side * 0.15, rect.center().y)
    };
    let theme = Theme::of(painter.ctx());
    let radius = side * 0.1;
    painter.circle_filled(centre, radius, theme.colours.accent);
    let (along, across) = (way * radius * 0.45, way.rot90() * radius * 0.36);
    let tip = centre + along;
    let ink = theme.colours.on_accent;
    round_line(painter, &[centre - along, tip], radius * 0.16, ink);
    round_line(painter, &[tip - along * 0.8 + across, tip, tip - along * 0.8 - across], radius * 0.16, ink);
}

/// The photo on record: a card with a face.
fn photo(painter: &Painter, rect: Rect) {
    let card = part(rect, vec2(0.77, 0.5), vec2(0.3, 0.4) * rect.height());
    painter.rect_filled(card, rect.height() * 0.02, PAPER);
    let picture = card.shrink(rect.height() * 0.02);
    let person = Person { at: vec2(0.5, 0.46), ..Person::new() };
    let within = painter.with_clip_rect(picture.intersect(painter.clip_rect()));
    within.rect_filled(picture, 0.0, ROOM);
    draw(&within, picture, &person, 1.0);
}

fn passport(painter: &Painter, rect: Rect) {
    let book = part(rect, vec2(0.77, 0.56), vec2(0.27, 0.37) * rect.height());
    painter.rect_filled(book, rect.height() * 0.025, COVER);
    let unit = rect.height() * 0.01;
    let globe = book.center() - vec2(0.0, 3.0 * unit);
    let line = Stroke::new(unit, GOLD);
    painter.circle_stroke(globe, 7.0 * unit, line);
    painter.add(Shape::ellipse_stroke(globe, vec2(3.2, 7.0) * unit, line));
    painter.hline(globe.x - 7.0 * unit..=globe.x + 7.0 * unit, globe.y, line);
    let foot = globe.y + 13.0 * unit;
    painter.hline(globe.x - 6.0 * unit..=globe.x + 6.0 * unit, foot, Stroke::new(1.6 * unit, GOLD));
}

/// Draws rounded blocks around `centre`; places, sizes and corners are in `unit`s.
fn blocks(painter: &Painter, centre: Pos2, unit: f32) -> impl Fn(Vec2, Vec2, f32, Color32) {
    move |at, size, round, colour| {
        painter.rect_filled(Rect::from_center_size(centre + at * unit, size * unit), round * unit, colour);
    }
}

fn camera(painter: &Painter, rect: Rect, works: bool) {
    let unit = rect.height() * 0.01;
    let centre = rect.center() - vec2(0.0, 6.0 * unit);
    let block = blocks(painter, centre, unit);
    block(vec2(0.0, 30.0), vec2(7.0, 22.0), 1.0, SPECTACLES);
    block(vec2(0.0, 41.0), vec2(34.0, 6.0), 3.0, SPECTACLES);
    block(Vec2::ZERO, vec2(58.0, 40.0), 14.0, SPECTACLES);
    painter.circle_filled(centre, 14.0 * unit, DIM_ROOM);
    painter.circle_filled(centre, 10.0 * unit, if works { COVER } else { DARK });
    if works {
        painter.circle_filled(centre + vec2(-3.0, -4.0) * unit, 2.6 * unit, GUIDE);
        painter.circle_filled(centre + vec2(21.0, -11.0) * unit, 2.4 * unit, LAMP);
    } else {
        // Struck through: told apart by form, not by colour alone.
        let (from, to) = (centre + vec2(-30.0, 30.0) * unit, centre + vec2(30.0, -30.0) * unit);
        round_line(painter, &[from, to], 8.0 * unit, ROOM);
        round_line(painter, &[from, to], 3.6 * unit, Theme::of(painter.ctx()).colours.error);
    }
}

fn resting_screen(painter: &Painter, rect: Rect) {
    let unit = rect.height() * 0.01;
    let centre = rect.center() - vec2(0.0, 5.0 * unit);
    let block = blocks(painter, centre, unit);
    block(vec2(0.0, 30.0), vec2(9.0, 20.0), 0.0, SPECTACLES);
    block(vec2(0.0, 40.0), vec2(34.0, 5.0), 2.5, SPECTACLES);
    block(Vec2::ZERO, vec2(66.0, 50.0), 4.0, SPECTACLES);
    block(Vec2::ZERO, vec2(58.0, 42.0), 2.0, PAPER);
    for side in [-1.0, 1.0] {
        block(vec2(7.0 * side, 0.0), vec2(6.0, 22.0), 1.5, DIM_ROOM);
    }
}

/// The colours of a person, in the light or in the shade.
struct Paints {
    skin: Color32,
    neck: Color32,
    hair: Color32,
    shirt: Color32,
    line: Color32,
    lips: Color32,
    white: Color32,
}

impl Paints {
    fn of(shade: bool, strength: f32) -> Self {
        let colours = if shade {
            [0x3D_38_35, 0x33_2F_2C, 0x22_1E_1F, 0x2A_31_34, 0x2B_27_25, 0x31_2A_28, 0x6A_66_63]
        } else {
            [0xD9_A6_83, 0xC4_8F_6A, 0x33_29_2B, 0x5F_80_87, 0xB9_82_5E, 0xA8_5F_50, 0xFF_FF_FF]
        };
        let [skin, neck, hair, shirt, line, lips, white] = colours.map(|hex: u32| {
            let [_, r, g, b] = hex.to_be_bytes();
            Color32::from_rgb(r, g, b).gamma_multiply(strength)
        });
        Self { skin, neck, hair, shirt, line, lips, white }
    }
}

fn draw(painter: &Painter, rect: Rect, person: &Person, strength: f32) {
    let ink = Paints::of(person.shade, strength);
    let ry = rect.height() * person.size;
    let rx = ry * 0.78;
    let face = rect.min + person.at * rect.size();
    let oval = |x: f32, y: f32, w: f32, h: f32, colour: Color32| {
        painter.add(Shape::ellipse_filled(face + vec2(x * rx, y * ry), vec2(w * rx, h * ry), colour));
    };
    let block = |x: f32, y: f32, w: f32, h: f32, round: f32, colour: Color32| {
        let at = Rect::from_center_size(face + vec2(x * rx, y * ry), vec2(w * rx, h * ry) * 2.0);
        painter.rect_filled(at, rx * round, colour);
    };
    // Shoulders, neck, the hair behind, the face, and the hair above the brow.
    oval(0.0, 2.35, 1.95, 1.05, ink.shirt);
    block(0.0, 1.12, 0.36, 0.46, 0.16, ink.neck);
    let lean = person.turn.x * 0.1;
    oval(-lean, -0.3, 1.16, 1.06, ink.hair);
    block(-lean, 0.0, 1.12, 0.3, 0.2, ink.hair);
    oval(lean * 0.5, 0.16, 0.98, 0.92, ink.skin);
    if !person.shade {
        features(painter, face, vec2(rx, ry), person, &ink);
    }
    if person.pale {
        oval(lean * 0.5, 0.16, 0.98, 0.92, Color32::from_white_alpha(205));
    }
}

fn features(painter: &Painter, face: Pos2, axes: Vec2, person: &Person, ink: &Paints) {
    let (rx, ry) = (axes.x, axes.y);
    let shift = vec2(person.turn.x * 0.34 * rx, person.turn.y * 0.26 * ry);
    // What turns away gets narrower.
    let narrow = 1.0 - person.turn.x.abs() * 0.24;
    let at = |x: f32, y: f32| face + shift + vec2(x * rx * narrow, y * ry);
    let fine = rx * 0.075;
    for side in [-1.0, 1.0] {
        let eye = at(side * 0.4, 0.06);
        let brow = at(side * 0.4, -0.14);
        arc(
            painter,
            brow,
            vec2(0.21 * rx * narrow, 0.08 * ry),
            std::f32::consts::PI * 1.1,
            std::f32::consts::PI * 1.9,
            fine,
            ink.hair,
        );
        if person.eyes_open {
            painter.add(Shape::ellipse_filled(eye, vec2(0.15 * rx * narrow, 0.075 * ry), ink.white));
            painter.circle_filled(eye + person.turn * (0.05 * rx), 0.075 * rx, ink.hair);
        } else {
            arc(painter, eye, vec2(0.16 * rx * narrow, 0.06 * ry), 0.15, std::f32::consts::PI - 0.15, fine, ink.hair);
        }
    }
    let nose = person.turn.x * 0.14;
    let bend = if person.turn.x < 0.0 { -1.0 } else { 1.0 };
    let bridge = [at(0.0, 0.1), at(0.1 * bend + nose, 0.34), at(-0.02 * bend + nose, 0.38)];
    round_line(painter, &bridge, fine * 0.8, ink.line);
    if person.mask {
        mask(painter, face, axes);
    } else if person.mouth_open {
        painter.add(Shape::ellipse_filled(at(0.0, 0.66), vec2(0.2 * rx, 0.16 * ry), ink.lips));
        painter.add(Shape::ellipse_filled(at(0.0, 0.67), vec2(0.13 * rx, 0.1 * ry), ink.hair));
    } else {
        arc(
            painter,
            at(0.0, 0.56),
            vec2(0.26 * rx * narrow, 0.08 * ry),
            0.25,
            std::f32::consts::PI - 0.25,
            fine,
            ink.lips,
        );
    }
    if let Some(glare) = person.glasses {
        glasses(painter, &at, rx, glare);
    }
}

fn mask(painter: &Painter, face: Pos2, axes: Vec2) {
    let point = |x: f32, y: f32| face + vec2(x * axes.x, y * axes.y);
    let cloth = [
        point(-0.9, 0.3),
        point(0.0, 0.2),
        point(0.9, 0.3),
        point(0.78, 0.74),
        point(0.4, 1.04),
        point(0.0, 1.12),
        point(-0.4, 1.04),
        point(-0.78, 0.74),
    ];
    painter.add(Shape::convex_polygon(cloth.to_vec(), CLOTH, Stroke::NONE));
    for y in [0.5, 0.68, 0.86] {
        let half = 0.72 - (y - 0.5) * 0.7;
        round_line(painter, &[point(-half, y), point(half, y)], axes.x * 0.03, FOLD);
    }
}

fn glasses(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, rx: f32, glare: Glare) {
    let rim = Stroke::new(rx * 0.07, SPECTACLES);
    for side in [-1.0, 1.0] {
        let centre = at(side * 0.42, 0.07);
        if glare == Glare::White {
            painter.circle_filled(centre, rx * 0.27, Color32::from_white_alpha(225));
        }
        painter.circle_stroke(centre, rx * 0.28, rim);
        round_line(painter, &[at(side * 0.76, 0.05), at(side * 1.0, 0.0)], rx * 0.06, SPECTACLES);
    }
    round_line(painter, &[at(-0.1, 0.06), at(0.1, 0.06)], rx * 0.06, SPECTACLES);
}

#[cfg(test)]
mod tests {
    use super::scenes;
    use crate::domain::fault::Fault;
    use crate::domain::liveness::Prompt;
    use crate::domain::quality::Hint;

    #[test]
    fn what_was_and_what_is_better_never_look_alike() {
        for fault in Fault::all() {
            if let Some((now, better)) = scenes(fault) {
                assert_ne!(now, better, "{fault:?}");
            }
        }
        assert!(scenes(Fault::PermitExpired).is_none(), "is no cause of a face check");
    }

    #[test]
    fn each_cause_the_visitor_can_change_has_its_own_picture() {
        let causes = [
            Fault::FaceFar,
            Fault::FaceNear,
            Fault::FaceTurned,
            Fault::FaceDark,
            Fault::FaceBacklit,
            Fault::FaceBright,
            Fault::FaceGlare,
            Fault::EyesClosed,
            Fault::FaceCovered,
            Fault::SeveralFaces,
            Fault::FaceChanged,
            Fault::NotSamePerson,
            Fault::FaceBlurred,
            Fault::NoFace,
        ];
        let all = causes.map(|cause| scenes(cause).unwrap_or_else(|| panic!("{cause:?} has no picture")).0);
        for (i, one) in all.iter().enumerate() {
            assert!(!all[..i].contains(one), "{:?} looks like another cause", causes[i]);
        }
        // Every cause a failed check can have, also those that only staff can change, shows what to do.
        for fault in Fault::all() {
            let elsewhere = matches!(
                fault,
                Fault::PermitNoMatch
                    | Fault::PermitExpired
                    | Fault::PermitRevoked
                    | Fault::AlreadyRegistered
                    | Fault::PrinterOutOfPaper
                    | Fault::PrinterJammed
                    | Fault::PrinterOpen
                    | Fault::PrinterOffline
                    | Fault::PrinterToner
                    | Fault::PrinterRefused
            );
            assert_eq!(scenes(fault).is_none(), elsewhere, "{fault:?}");
        }
        for hint in Hint::ALL {
            assert!(scenes(hint.fault()).is_some(), "{hint:?} leads to a page without a picture");
        }
    }

    #[test]
    fn each_movement_has_its_own_picture() {
        let all = Prompt::ALL.map(|p| scenes(Fault::PromptMissed(p)).unwrap().1);
        for (i, one) in all.iter().enumerate() {
            assert!(!all[..i].contains(one), "{:?}", Prompt::ALL[i]);
        }
    }
}
