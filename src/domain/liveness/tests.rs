//! Every rule of the challenge, on made readings.

use super::*;
use crate::domain::face::{EyeOpenness, FaceBox, Pose};
use crate::domain::quality::QualityReport;

/// One made face; the neutral of this person reads yaw 3, pitch 7.
#[derive(Clone, Copy)]
struct Look {
    yaw: f32,
    pitch: f32,
    eyes: f32,
    mouth: f32,
    x: f32,
    luminance: f32,
    track: u32,
    faces: usize,
    gone: bool,
}

const NEUTRAL: Look =
    Look { yaw: 3.0, pitch: 7.0, eyes: 0.3, mouth: 0.02, x: 200.0, luminance: 0.5, track: 1, faces: 1, gone: false };

/// Until the neutral is known and held before the first movement, milliseconds.
const SETTLED: u64 = 840;

fn left() -> Look {
    Look { yaw: 20.0, ..NEUTRAL }
}
fn right() -> Look {
    Look { yaw: -14.0, ..NEUTRAL }
}
fn up() -> Look {
    Look { pitch: 22.0, ..NEUTRAL }
}
fn down() -> Look {
    Look { pitch: -7.0, ..NEUTRAL }
}
fn closed() -> Look {
    Look { eyes: 0.06, ..NEUTRAL }
}
fn open_mouth() -> Look {
    Look { mouth: 0.5, ..NEUTRAL }
}

fn quality(luminance: f32) -> QualityReport {
    QualityReport {
        inter_eye_px: 90.0,
        face_share: 0.5,
        inside: true,
        luminance,
        background_luminance: 0.5,
        evenness: 0.9,
        overexposed: 0.0,
        underexposed: 0.0,
        sharpness: 100.0,
        mouth_seen: 0.3,
        glare: 0.0,
    }
}

/// Runs a challenge on a made clock.
struct Run {
    state: Option<LivenessChallenge>,
    now: u64,
    step_ms: u64,
    frame: u64,
    retained: Vec<FrameId>,
    end: Option<Result<LivenessProof, Fault>>,
}

impl Run {
    fn of(prompts: &[Prompt]) -> Self {
        let state = LivenessChallenge::of(prompts, Moment::from_millis(1000));
        Self { state, now: 1000, step_ms: 40, frame: 0, retained: Vec::new(), end: None }
    }

    /// A challenge of one movement whose neutral is known: the movement is asked for now.
    fn asked(prompt: Prompt) -> Self {
        let mut run = Self::of(&[prompt]);
        run.show(NEUTRAL, SETTLED);
        assert_eq!(run.challenge().prompt(), Some(prompt));
        run
    }

    fn challenge(&self) -> &LivenessChallenge {
        self.state.as_ref().expect("the challenge is over")
    }

    fn done(&self) -> bool {
        !self.challenge().done().is_empty()
    }

    fn fault(&self) -> Option<Fault> {
        self.end.as_ref().and_then(|end| end.as_ref().err().copied())
    }

    /// Shows a face for so many milliseconds.
    fn show(&mut self, look: Look, ms: u64) -> &mut Self {
        for _ in 0..ms.div_ceil(self.step_ms) {
            self.now += self.step_ms;
            let face = FaceState {
                bounds: FaceBox { x: look.x, y: 100.0, width: 160.0, height: 200.0 },
                score: 0.9,
                pose: Pose { yaw: look.yaw, pitch: look.pitch, roll: 0.0 },
                eyes: EyeOpenness { left: look.eyes, right: look.eyes },
                mouth: look.mouth,
                inter_eye_px: 90.0,
                five_points: [[0.0; 2]; 5],
                quality: quality(look.luminance),
            };
            let reading = FaceReading {
                frame: FrameId(self.frame),
                at: Moment::from_millis(self.now),
                frame_size: (640, 480),
                faces: look.faces,
                face: (!look.gone).then_some(face),
                track: look.track,
            };
            self.frame += 1;
            let Some(challenge) = self.state.take() else { return self };
            let advance = challenge.advance(&reading);
            self.retained.extend(advance.retain);
            self.settle(advance.step);
        }
        self
    }

    /// Lets time pass without readings.
    fn silence(&mut self, ms: u64) -> &mut Self {
        for _ in 0..ms.div_ceil(100) {
            self.now += 100;
            let Some(challenge) = self.state.take() else { return self };
            let step = challenge.tick(Moment::from_millis(self.now));
            self.settle(step);
        }
        self
    }

    fn settle(&mut self, step: LivenessStep) {
        match step {
            LivenessStep::Continue(challenge) => self.state = Some(challenge),
            LivenessStep::Passed(proof) => self.end = Some(Ok(proof)),
            LivenessStep::Over(fault) => self.end = Some(Err(fault)),
        }
    }
}

fn look(prompt: Prompt) -> Look {
    match prompt {
        Prompt::Left => left(),
        Prompt::Right => right(),
        Prompt::Up => up(),
        Prompt::Down => down(),
        Prompt::Blink => closed(),
        Prompt::Mouth => open_mouth(),
    }
}

fn act(run: &mut Run, prompt: Prompt) {
    match prompt {
        Prompt::Left => run.show(left(), 200),
        Prompt::Right => run.show(right(), 200),
        Prompt::Up => run.show(up(), 200),
        Prompt::Down => run.show(down(), 200),
        Prompt::Blink => run.show(closed(), 160).show(NEUTRAL, 80),
        Prompt::Mouth => run.show(open_mouth(), 400),
    };
}

#[test]
fn whoever_does_what_is_asked_passes_in_any_order() {
    for seed in 0..500 {
        let mut run = Run::of(&draw::draw(seed).prompts);
        run.show(NEUTRAL, SETTLED);
        for _ in 0..PROMPTS {
            let prompt = run.challenge().prompt().expect("a movement is asked for");
            run.show(NEUTRAL, 400);
            act(&mut run, prompt);
            run.show(NEUTRAL, 240);
        }
        run.show(NEUTRAL, 500);
        let Some(Ok(proof)) = &run.end else { panic!("seed {seed}: {:?}", run.end) };
        assert_eq!(proof.prompts(), draw::draw(seed).prompts);
        assert_eq!(proof.frames().len(), 2 * PROMPTS + 2);
        assert!(proof.frames().is_sorted(), "in order of time");
        assert!(proof.frames().iter().all(|f| run.retained.contains(f)), "only retained frames");
    }
}

#[test]
fn a_slow_machine_passes_too() {
    for prompt in Prompt::ALL {
        let mut run = Run::of(&[prompt]);
        run.step_ms = 330;
        run.show(NEUTRAL, 2400);
        let hold = if prompt == Prompt::Blink { 330 } else { 700 };
        run.show(look(prompt), hold).show(NEUTRAL, 3000);
        assert!(matches!(run.end, Some(Ok(_))), "{prompt:?}: {:?}", run.end);
    }
}

#[test]
fn no_other_movement_passes() {
    for asked in Prompt::ALL {
        for made in Prompt::ALL.into_iter().filter(|made| *made != asked) {
            let mut run = Run::asked(asked);
            while run.end.is_none() {
                run.show(NEUTRAL, 400);
                act(&mut run, made);
                assert!(run.state.is_none() || !run.done(), "{made:?} passed for {asked:?}");
            }
            assert_eq!(run.fault(), Some(Fault::PromptMissed(asked)), "{made:?} for {asked:?}");
        }
    }
}

#[test]
fn a_frozen_picture_is_refused() {
    for asked in Prompt::ALL {
        let mut run = Run::asked(asked);
        run.show(NEUTRAL, 11_000);
        assert_eq!(run.fault(), Some(Fault::PromptMissed(asked)));
    }
}

#[test]
fn showing_every_movement_in_turn_is_refused() {
    let mut run = Run::asked(Prompt::Left);
    for look in [right(), up(), down()] {
        run.show(NEUTRAL, 400).show(look, 400);
    }
    assert_eq!(run.fault(), Some(Fault::PromptMissed(Prompt::Left)));
}

#[test]
fn wrong_movements_add_up_over_the_challenge() {
    let mut run = Run::of(&[Prompt::Mouth, Prompt::Blink]);
    run.show(NEUTRAL, SETTLED);
    for look in [left(), up()] {
        run.show(NEUTRAL, 400).show(look, 400);
    }
    run.show(NEUTRAL, 400).show(open_mouth(), 400).show(NEUTRAL, 280);
    assert_eq!(run.challenge().prompt(), Some(Prompt::Blink), "two are forgiven");
    for look in [right(), down()] {
        run.show(NEUTRAL, 400).show(look, 400);
    }
    assert_eq!(run.fault(), Some(Fault::PromptMissed(Prompt::Blink)));
}

#[test]
fn a_movement_begun_before_it_was_asked_for_does_not_count() {
    for asked in Prompt::ALL {
        let mut run = Run::asked(asked);
        act(&mut run, asked);
        assert!(!run.done(), "{asked:?} at once: nobody is that quick");
    }
    let mut run = Run::asked(Prompt::Left);
    run.show(left(), 3000);
    assert!(!run.done(), "held all the while");
    run.show(NEUTRAL, 400).show(left(), 200);
    assert!(run.done(), "made anew");
}

#[test]
fn one_misread_frame_is_no_movement() {
    for (asked, look) in [(Prompt::Left, left()), (Prompt::Down, down()), (Prompt::Mouth, open_mouth())] {
        let mut run = Run::asked(asked);
        run.show(NEUTRAL, 400).show(look, 40).show(NEUTRAL, 400);
        assert!(!run.done(), "{asked:?}");
    }
}

#[test]
fn closing_the_eyes_is_no_blink_and_a_wink_neither() {
    let mut run = Run::asked(Prompt::Blink);
    run.show(NEUTRAL, 400).show(closed(), 2000).show(NEUTRAL, 400);
    assert!(!run.done());
    run.show(closed(), 120).show(NEUTRAL, 80);
    assert!(run.done(), "a blink afterwards counts");
}

#[test]
fn lids_lowered_by_looking_down_are_no_blink() {
    let mut run = Run::asked(Prompt::Blink);
    run.show(NEUTRAL, 400).show(Look { eyes: 0.06, ..down() }, 200).show(NEUTRAL, 400);
    assert!(!run.done());
}

#[test]
fn too_small_a_turn_is_not_enough() {
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400).show(Look { yaw: 11.0, ..NEUTRAL }, 2000);
    assert!(!run.done());
    assert!(
        matches!(run.challenge().phase(), LivenessPhase::Acting { progress, .. } if (0.5..1.0).contains(&progress))
    );
}

#[test]
fn the_head_must_come_back() {
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400).show(left(), 8400);
    assert_eq!(run.fault(), Some(Fault::FaceTurned));
}

#[test]
fn the_cause_told_is_what_stood_in_the_way() {
    let causes = [
        (Look { gone: true, faces: 0, ..NEUTRAL }, Fault::NoFace),
        (Look { luminance: 0.1, ..NEUTRAL }, Fault::FaceDark),
        (Look { faces: 2, ..NEUTRAL }, Fault::SeveralFaces),
        (Look { yaw: 30.0, ..NEUTRAL }, Fault::FaceTurned),
        (closed(), Fault::EyesClosed),
    ];
    for (look, fault) in causes {
        let mut run = Run::of(&Prompt::ALL);
        run.show(look, 20_100);
        assert_eq!(run.fault(), Some(fault));
    }
    let mut run = Run::asked(Prompt::Up);
    run.show(Look { luminance: 0.1, ..NEUTRAL }, 11_000);
    assert_eq!(run.fault(), Some(Fault::FaceDark), "too dark while a movement is asked for");
}

#[test]
fn another_face_ends_it_after_a_second() {
    let mut run = Run::asked(Prompt::Up);
    run.show(Look { x: 400.0, track: 2, ..NEUTRAL }, 960);
    assert_eq!(run.fault(), None);
    run.show(Look { x: 400.0, track: 2, ..NEUTRAL }, 120);
    assert_eq!(run.fault(), Some(Fault::FaceChanged));
}

#[test]
fn a_face_found_again_in_its_place_goes_on_but_not_for_ever() {
    let mut run = Run::asked(Prompt::Mouth);
    for track in 2..=4 {
        run.show(Look { gone: true, faces: 0, ..NEUTRAL }, 400).show(Look { track, ..NEUTRAL }, 400);
        assert_eq!(run.fault(), None);
    }
    run.show(Look { gone: true, faces: 0, ..NEUTRAL }, 400).show(Look { track: 5, ..NEUTRAL }, 400);
    assert_eq!(run.fault(), Some(Fault::FaceChanged));
}

#[test]
fn leaving_ends_it() {
    let mut run = Run::asked(Prompt::Mouth);
    run.show(Look { gone: true, faces: 0, ..NEUTRAL }, 1200);
    assert_eq!(run.fault(), Some(Fault::NoFace));
}

#[test]
fn a_second_face_is_tolerated_for_a_second_and_nothing_counts_meanwhile() {
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400).show(Look { faces: 2, ..left() }, 800);
    assert!(!run.done());
    run.show(NEUTRAL, 400).show(left(), 200);
    assert!(run.done());
    run.show(Look { faces: 2, ..NEUTRAL }, 1200);
    assert_eq!(run.fault(), Some(Fault::SeveralFaces));
}

#[test]
fn a_silent_camera_ends_it() {
    let mut run = Run::of(&Prompt::ALL);
    run.silence(19_900);
    assert_eq!(run.fault(), None);
    run.silence(200);
    assert_eq!(run.fault(), Some(Fault::TooFewPictures));
    let mut run = Run::asked(Prompt::Left);
    run.silence(10_100);
    assert_eq!(run.fault(), Some(Fault::TooFewPictures), "not the visitor's fault");
}

#[test]
fn unsteady_or_interrupted_frames_give_no_neutral() {
    let mut run = Run::of(&Prompt::ALL);
    for n in 0..40u8 {
        run.show(Look { yaw: if n % 2 == 0 { -4.0 } else { 8.0 }, ..NEUTRAL }, 80);
    }
    assert!(run.challenge().prompt().is_none());
    run.show(NEUTRAL, 480).show(Look { gone: true, ..NEUTRAL }, 40).show(NEUTRAL, 480);
    assert!(run.challenge().prompt().is_none());
    run.show(NEUTRAL, 400);
    assert!(run.challenge().prompt().is_some());
}

#[test]
fn the_time_for_a_movement_is_counted_down() {
    let mut run = Run::asked(Prompt::Left);
    assert_eq!(run.challenge().seconds_left(Moment::from_millis(run.now)), Some((10, 1.0)));
    run.show(NEUTRAL, 4000);
    let (seconds, share) = run.challenge().seconds_left(Moment::from_millis(run.now)).unwrap();
    assert_eq!(seconds, 6);
    assert!((share - 0.6).abs() < 0.01);
}

#[test]
fn a_patient_challenge_waits_longer_but_no_movement_gets_more_than_twice_its_time() {
    let end = |times: u32| {
        let mut dark = Run::of(&[Prompt::Left]);
        dark.state = dark.state.take().map(|challenge| challenge.patient(times));
        let mut waited = 0;
        while dark.end.is_none() {
            dark.show(Look { luminance: 0.1, ..NEUTRAL }, 1000);
            waited += 1;
        }
        waited
    };
    assert_eq!((end(1), end(10)), (20, 200), "seconds in the dark");
    for (times, seconds) in [(1, 10), (2, 20), (10, 20)] {
        let mut run = Run::asked(Prompt::Left);
        run.state = run.state.take().map(|challenge| challenge.patient(times));
        let left = run.challenge().seconds_left(Moment::from_millis(run.now)).unwrap();
        assert_eq!(left, (seconds, 1.0), "{times}");
    }
}

#[test]
fn the_last_frame_is_the_best_of_the_last_look() {
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400).show(left(), 200).show(NEUTRAL, 240);
    assert_eq!(run.challenge().phase(), LivenessPhase::Checking);
    run.show(Look { yaw: 6.0, ..NEUTRAL }, 160);
    let best = run.frame;
    run.show(NEUTRAL, 40).show(Look { yaw: 6.0, ..NEUTRAL }, 400);
    let Some(Ok(proof)) = &run.end else { panic!("{:?}", run.end) };
    assert_eq!(proof.frames().last(), Some(&FrameId(best)));
    assert_eq!(proof.frames().len(), 4);
}

#[test]
fn an_old_reading_changes_nothing() {
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400);
    let now = run.now;
    run.now -= 400;
    run.show(left(), 200);
    assert!(!run.done());
    run.now = now;
    run.show(left(), 200);
    assert!(run.done());
}

#[test]
fn each_movement_is_asked_for_after_its_own_pause() {
    for seed in 0..200 {
        let drawn = draw::draw(seed);
        let mut run = Run::of(&[]);
        run.state = Some(LivenessChallenge::draw(seed, Moment::from_millis(1000)));
        run.step_ms = 10;
        // The neutral is known after 600 ms.
        run.show(NEUTRAL, 610);
        for (n, (asked, pause)) in drawn.prompts.into_iter().zip(drawn.pauses).enumerate() {
            let begun = run.now;
            while run.challenge().prompt().is_none() {
                run.show(NEUTRAL, 10);
            }
            assert_eq!(run.challenge().prompt(), Some(asked));
            let waited = u128::from(run.now - begun);
            let least = pause.as_millis() + STRAIGHT_HOLD.as_millis();
            assert!((least..=least + 20).contains(&waited), "seed {seed}: waited {waited} ms, drawn {pause:?}");
            run.show(NEUTRAL, 300);
            let mut made = [look(asked)].into_iter().cycle().take(50).chain([NEUTRAL]);
            while run.challenge().done().len() == n {
                run.show(made.next().expect("it is seen"), 10);
            }
        }
    }
}

#[test]
fn a_movement_made_in_the_pause_before_it_is_shown_does_not_count() {
    for asked in Prompt::ALL {
        let mut run = Run::of(&[asked]);
        let challenge = LivenessChallenge::of(&[asked], Moment::from_millis(1000)).map(|c| c.paced(7));
        run.state = challenge;
        run.show(NEUTRAL, SETTLED);
        assert_eq!(run.challenge().prompt(), None, "the pause runs");
        act(&mut run, asked);
        run.show(NEUTRAL, 1600);
        assert_eq!(run.challenge().prompt(), Some(asked), "asked for after the pause");
        assert!(!run.done());
        act(&mut run, asked);
        assert!(run.done());
    }
}

#[test]
fn a_blink_does_not_start_the_pause_again_and_a_turned_head_holds_it_up() {
    let paced = || LivenessChallenge::of(&[Prompt::Left], Moment::from_millis(1000)).map(|c| c.paced(7));
    let pause = u64::try_from(draw::draw(7).pauses[0].as_millis()).unwrap();
    let mut run = Run::of(&[]);
    run.state = paced();
    run.show(NEUTRAL, SETTLED).show(NEUTRAL, pause - 200).show(closed(), 80).show(NEUTRAL, 320);
    assert_eq!(run.challenge().prompt(), Some(Prompt::Left));
    let mut run = Run::of(&[]);
    run.state = paced();
    run.show(NEUTRAL, SETTLED).show(right(), 2000);
    assert_eq!(run.challenge().prompt(), None, "not to a turned head");
    run.show(NEUTRAL, 280);
    assert_eq!(run.challenge().prompt(), Some(Prompt::Left));
}

#[test]
fn another_movement_resets_the_one_asked_for() {
    let progress = |run: &Run| match run.challenge().phase() {
        LivenessPhase::Acting { progress, .. } => progress,
        phase => panic!("{phase:?}"),
    };
    // Half a turn, then the other side: nothing is left of it, and sweeping back is no answer.
    let mut run = Run::asked(Prompt::Left);
    run.show(NEUTRAL, 400).show(Look { yaw: 10.0, ..NEUTRAL }, 200);
    assert!(progress(&run) > 0.5);
    run.show(right(), 200);
    assert!(progress(&run) == 0.0);
    run.show(left(), 600);
    assert!(!run.done(), "not seen straight in between");
    run.show(left(), 400);
    assert_eq!(run.challenge().hint(), Some(Hint::Straight), "the way on is told");
    run.show(NEUTRAL, 1400);
    assert_eq!(run.challenge().hint(), None);
    run.show(left(), 200);
    assert!(run.done());
    // An open mouth on the way is no answer, and no mistake that adds up.
    let mut run = Run::asked(Prompt::Up);
    for _ in 0..6 {
        run.show(NEUTRAL, 200).show(Look { mouth: 0.5, ..NEUTRAL }, 200);
        run.show(up(), 80);
        assert!(!run.done());
    }
    run.show(NEUTRAL, 200).show(up(), 200);
    assert!(run.done());
}

#[test]
fn a_mouth_held_open_adds_up_and_a_word_does_not() {
    let mut run = Run::asked(Prompt::Left);
    for _ in 0..4 {
        run.show(NEUTRAL, 200).show(Look { mouth: 0.5, ..NEUTRAL }, 280);
    }
    run.show(NEUTRAL, 200).show(left(), 200);
    assert!(run.done(), "words");
    let mut run = Run::asked(Prompt::Left);
    for _ in 0..3 {
        run.show(NEUTRAL, 400).show(open_mouth(), 600);
    }
    assert_eq!(run.fault(), Some(Fault::PromptMissed(Prompt::Left)));
}

#[test]
fn light_that_wavers_about_the_gate_does_not_make_the_hint_flicker() {
    let mut run = Run::of(&Prompt::ALL);
    run.show(Look { luminance: 0.19, ..NEUTRAL }, 800);
    assert_eq!(run.challenge().hint(), Some(Hint::Dark));
    for n in 0..60u8 {
        run.show(Look { luminance: if n % 2 == 0 { 0.205 } else { 0.195 }, ..NEUTRAL }, 120);
        assert_eq!(run.challenge().hint(), Some(Hint::Dark), "step {n}");
    }
    run.show(Look { luminance: 0.25, ..NEUTRAL }, 400);
    assert_eq!(run.challenge().hint(), None, "clearly lighter");
}
