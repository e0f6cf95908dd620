//! Reads the page aloud from what it tells assistive technology, so that a page needs nothing of its
//! own to be spoken: its texts in order when it comes up, the control that takes the focus, and at once
//! whatever the page marks as live (prompts, errors). What stands on a page reaches the ear the same
//! way it reaches a screen reader.

use std::collections::HashSet;

use egui::accesskit::{Action, Invalid, Live, Node, NodeId, Role, Toggled, TreeUpdate};
use egui::{Context, FullOutput, Id, Plugin};

use super::access_tree::AccessTree;
use crate::domain::speech::{Announcement, Phrase};

/// Marks a node whose text is personal: said only with headphones.
const PERSONAL: &str = "personal";
/// Marks a node of the frame around the page, which is the same on every page.
const FRAME: &str = "frame";
/// Seconds at which a running countdown is spoken.
const COUNTDOWN: [u32; 3] = [30, 15, 5];

/// Says that the text of this widget is personal.
pub fn mark_personal(ctx: &Context, id: Id) {
    ctx.accesskit_node_builder(id, |node| node.set_class_name(PERSONAL));
}

/// Says that this widget stands on every page and is not read with each.
pub fn mark_frame(ctx: &Context, id: Id) {
    ctx.accesskit_node_builder(id, |node| node.set_class_name(FRAME));
}

/// Whether pages are read, and whether the visitor alone hears it.
pub fn set(ctx: &Context, on: bool, headphones: bool) {
    let turned_on = ctx.with_plugin(|reader: &mut Reader| {
        let turned_on = on && !reader.on;
        if !on {
            // What was collected may be personal.
            *reader = Reader::default();
        }
        (reader.on, reader.headphones) = (on, headphones);
        turned_on
    });
    if turned_on == Some(true) {
        ctx.enable_accesskit();
        ctx.request_repaint();
    }
}

/// What was typed is being judged: what is wrong is said in the next frame even if it was wrong before.
pub fn submitted(ctx: &Context) {
    ctx.with_plugin(|reader: &mut Reader| reader.submitted = Submitted::Now);
}

/// What is to be said since the last call.
#[must_use]
pub fn take(ctx: &Context) -> Vec<Announcement> {
    ctx.with_plugin(|reader: &mut Reader| std::mem::take(&mut reader.announced)).unwrap_or_default()
}

/// A field's text changed. The character itself is said only with headphones, and never a password's.
pub fn typed(ctx: &Context, entered: Option<char>, secret: bool) {
    ctx.with_plugin(|reader: &mut Reader| reader.typed(entered, secret));
}

/// Install with [`Context::add_plugin`].
#[derive(Default)]
pub struct Reader {
    on: bool,
    headphones: bool,
    /// What tells one page from another: its first text.
    page: Option<String>,
    focus: Option<NodeId>,
    /// The live texts of the frame before, which a widget's number would not tell: it changes with what
    /// appears above.
    live: HashSet<String>,
    submitted: Submitted,
    seconds: Option<u32>,
    announced: Vec<Announcement>,
}

/// When something was handed in to be judged.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Submitted {
    #[default]
    No,
    /// In this frame, which still shows what was before.
    Now,
    Before,
}

impl Reader {
    /// What is new makes way for nothing but what is new as well: an error for the field that it leads to.
    fn say_news(&mut self, phrases: Vec<Phrase>) {
        let interrupt = self.announced.is_empty();
        self.say(phrases, interrupt);
    }

    fn say(&mut self, phrases: Vec<Phrase>, interrupt: bool) {
        if !phrases.is_empty() {
            self.announced.push(Announcement { phrases, interrupt });
        }
    }

    fn typed(&mut self, entered: Option<char>, secret: bool) {
        if !self.on {
            return;
        }
        let phrase = match entered {
            None => Phrase::Deleted,
            Some(c) if self.headphones && !secret => Phrase::Text(c.to_string()),
            Some(_) => Phrase::Entered,
        };
        self.say(vec![phrase], true);
    }

    /// Compares what the page tells now with what it told before.
    fn look(&mut self, update: &TreeUpdate) {
        let tree = AccessTree::of(update);
        let order = tree.in_order();
        // A page begins with a text of its own: its question. A picture that fills it has a name.
        let named = |role| order.iter().find(|(_, node)| node.role() == role).and_then(|(_, node)| text_of(node));
        let first = named(Role::Label).or_else(|| named(Role::Image));
        let came_up = first.is_some_and(|first| self.page.as_deref() != Some(first));
        if self.submitted == Submitted::Before {
            self.live.clear();
        }
        self.submitted = if self.submitted == Submitted::Now { Submitted::Before } else { Submitted::No };
        let is_live = |node: &Node| matches!(node.live(), Some(Live::Polite | Live::Assertive));
        let lively = || order.iter().map(|(_, node)| *node).filter(|node| is_live(node));
        let live: HashSet<String> = lively().filter_map(text_of).map(str::to_owned).collect();
        if came_up {
            self.page = first.map(str::to_owned);
            self.focus = Some(update.focus);
            self.seconds = None;
            let page = self.page_of(&order);
            self.say(page, true);
        } else {
            let is_new = |node: &&Node| text_of(node).is_some_and(|text| !self.live.contains(text));
            let news: Vec<Phrase> = lively().filter(is_new).filter_map(|node| self.phrase_of(node)).collect();
            self.say_news(news);
            if self.focus != Some(update.focus) {
                self.focus = Some(update.focus);
                let control = tree.get(update.focus).filter(|node| can_be_focused(node));
                let mut phrases: Vec<Phrase> = control.and_then(|node| self.phrase_of(node)).into_iter().collect();
                if let Some(node) = control.filter(|node| node.invalid() == Some(Invalid::True))
                    && let Some(wrong) = node.description()
                    // Not twice, where it has just come up.
                    && (self.live.contains(wrong) || !live.contains(wrong))
                {
                    phrases.push(Phrase::Wrong(wrong.to_owned()));
                }
                self.say_news(phrases);
            }
        }
        self.live = live;
        self.count_down(&order);
    }

    fn count_down(&mut self, order: &[(NodeId, &Node)]) {
        let timer = order.iter().find(|(_, node)| node.role() == Role::Timer);
        let Some(now) = timer.and_then(|(_, node)| text_of(node)?.trim().parse::<u32>().ok()) else {
            self.seconds = None;
            return;
        };
        // A frame may come late: what was passed since the last one counts.
        let passed = self.seconds.and_then(|before| COUNTDOWN.into_iter().find(|at| now <= *at && *at < before));
        self.seconds = Some(now);
        if passed.is_some() {
            self.say(vec![Phrase::SecondsLeft(now)], false);
        }
    }

    /// All that a page says, in order.
    fn page_of(&self, order: &[(NodeId, &Node)]) -> Vec<Phrase> {
        let page = order.iter().filter(|(_, node)| node.class_name() != Some(FRAME));
        let mut phrases: Vec<Phrase> = page.filter_map(|(_, node)| self.phrase_of(node)).collect();
        if order.iter().any(|(_, node)| self.withholds(node)) {
            phrases.push(Phrase::Withheld);
        }
        phrases
    }

    fn withholds(&self, node: &Node) -> bool {
        node.class_name() == Some(PERSONAL) && !self.headphones
    }

    fn phrase_of(&self, node: &Node) -> Option<Phrase> {
        if self.withholds(node) {
            return None;
        }
        let text = text_of(node)?.to_owned();
        match node.role() {
            // Keys of the on-screen keyboard are pressed, never focused: a page is not spelled out.
            Role::Button | Role::Link => can_be_focused(node).then_some(Phrase::Button(text)),
            Role::TextInput | Role::PasswordInput => Some(Phrase::Field(text)),
            Role::CheckBox | Role::Switch => {
                Some(Phrase::Box { label: text, ticked: node.toggled() == Some(Toggled::True) })
            }
            Role::RadioButton => {
                let chosen = node.toggled() == Some(Toggled::True) || node.is_selected() == Some(true);
                Some(Phrase::Choice { label: text, chosen })
            }
            Role::Banner | Role::Timer | Role::Window | Role::GenericContainer => None,
            _ => Some(Phrase::Text(text)),
        }
    }
}

impl Plugin for Reader {
    fn debug_name(&self) -> &'static str {
        "reader"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        if !self.on {
            return;
        }
        if let Some(update) = &output.platform_output.accesskit_update {
            self.look(update);
        }
        if !self.announced.is_empty() {
            ctx.request_repaint();
        }
    }
}

fn text_of(node: &Node) -> Option<&str> {
    node.label().or(node.value()).filter(|text| !text.trim().is_empty())
}

fn can_be_focused(node: &Node) -> bool {
    node.supports_action(Action::Focus)
}

#[cfg(test)]
mod tests {
    use egui::accesskit::{TreeId, TreeInfo};

    use super::*;

    const ROOT: NodeId = NodeId(0);

    fn node(role: Role, text: &str) -> Node {
        let mut node = Node::new(role);
        if role == Role::Label {
            node.set_value(text);
        } else {
            node.set_label(text);
        }
        if matches!(role, Role::Button | Role::TextInput | Role::CheckBox) {
            node.add_action(Action::Focus);
        }
        node
    }

    fn page(nodes: Vec<Node>, focus: u64) -> TreeUpdate {
        let mut root = Node::new(Role::Window);
        let nodes: Vec<(NodeId, Node)> = nodes.into_iter().zip(1..).map(|(node, id)| (NodeId(id), node)).collect();
        root.set_children(nodes.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        let nodes = std::iter::once((ROOT, root)).chain(nodes).collect();
        TreeUpdate { nodes, tree: Some(TreeInfo::new(ROOT)), tree_id: TreeId::ROOT, focus: NodeId(focus) }
    }

    fn reader() -> Reader {
        Reader { on: true, ..Reader::default() }
    }

    /// What was said, in short.
    fn said(reader: &mut Reader) -> Vec<String> {
        let phrases = std::mem::take(&mut reader.announced).into_iter().flat_map(|a| a.phrases);
        phrases
            .map(|phrase| match phrase {
                Phrase::Text(text) => text,
                Phrase::Button(text) => format!("button {text}"),
                Phrase::Field(text) => format!("field {text}"),
                Phrase::Box { label, ticked } => format!("box {label} {ticked}"),
                Phrase::Choice { label, chosen } => format!("choice {label} {chosen}"),
                Phrase::Wrong(text) => format!("wrong {text}"),
                Phrase::SecondsLeft(n) => format!("{n} s"),
                Phrase::Entered => "entered".into(),
                Phrase::Deleted => "deleted".into(),
                Phrase::Withheld => "withheld".into(),
            })
            .collect()
    }

    #[test]
    fn a_page_is_read_once_when_it_comes_up() {
        let mut reader = reader();
        let home = || page(vec![node(Role::Label, "Welcome"), node(Role::Button, "Login")], 0);
        reader.look(&home());
        assert_eq!(said(&mut reader), ["Welcome", "button Login"]);
        reader.look(&home());
        assert!(said(&mut reader).is_empty());
        reader.look(&page(vec![node(Role::Label, "Login")], 0));
        assert_eq!(said(&mut reader), ["Login"]);
    }

    #[test]
    fn the_control_that_takes_the_focus_is_named() {
        let mut reader = reader();
        let form = |focus| {
            let mut name = node(Role::TextInput, "Name");
            name.set_invalid(Invalid::True);
            name.set_description("Enter your name");
            page(vec![node(Role::Label, "Registration"), name], focus)
        };
        reader.look(&form(0));
        said(&mut reader);
        reader.look(&form(2));
        assert_eq!(said(&mut reader), ["field Name", "wrong Enter your name"]);
        reader.look(&form(2));
        assert!(said(&mut reader).is_empty());
    }

    #[test]
    fn a_prompt_is_said_at_once_when_it_changes() {
        let mut reader = reader();
        let capture = |prompt: &str| {
            let mut live = node(Role::Label, prompt);
            live.set_live(Live::Assertive);
            page(vec![node(Role::Label, "Face recognition"), live], 0)
        };
        reader.look(&capture("Look straight at the camera"));
        said(&mut reader);
        reader.look(&capture("Blink your eyes"));
        assert!(reader.announced[0].interrupt);
        assert_eq!(said(&mut reader), ["Blink your eyes"]);
        reader.look(&capture("Blink your eyes"));
        assert!(said(&mut reader).is_empty());
    }

    #[test]
    fn what_is_wrong_is_not_cut_off_by_the_field_it_leads_to() {
        let mut reader = reader();
        let form = |wrong: bool, focus| {
            let mut name = node(Role::TextInput, "Name");
            let mut nodes = vec![node(Role::Label, "Registration")];
            if wrong {
                name.set_invalid(Invalid::True);
                name.set_description("Enter your name");
                let mut note = node(Role::Alert, "Enter your name");
                note.set_live(Live::Assertive);
                nodes.extend([name, note]);
            } else {
                nodes.push(name);
            }
            page(nodes, focus)
        };
        reader.look(&form(false, 0));
        said(&mut reader);
        reader.look(&form(true, 2));
        let interrupts: Vec<bool> = reader.announced.iter().map(|announcement| announcement.interrupt).collect();
        assert_eq!(interrupts, [true, false]);
        assert_eq!(said(&mut reader), ["Enter your name", "field Name"]);
        // Away and back: now nothing else says it.
        reader.look(&form(true, 0));
        reader.look(&form(true, 2));
        assert!(reader.announced[0].interrupt);
        assert_eq!(said(&mut reader), ["field Name", "wrong Enter your name"]);
    }

    #[test]
    fn handing_in_the_same_mistake_again_says_it_again() {
        let mut reader = reader();
        let form = || {
            let mut note = node(Role::Alert, "Enter your name");
            note.set_live(Live::Assertive);
            page(vec![node(Role::Label, "Registration"), note], 0)
        };
        reader.look(&form());
        said(&mut reader);
        reader.submitted = Submitted::Now;
        reader.look(&form());
        assert!(said(&mut reader).is_empty());
        reader.look(&form());
        assert_eq!(said(&mut reader), ["Enter your name"]);
        reader.look(&form());
        assert!(said(&mut reader).is_empty());
    }

    #[test]
    fn an_error_that_only_moves_on_the_page_is_not_said_again() {
        let mut reader = reader();
        let error = |text| {
            let mut note = node(Role::Alert, text);
            note.set_live(Live::Assertive);
            note
        };
        reader.look(&page(vec![node(Role::Label, "Registration"), error("No name"), error("No number")], 0));
        said(&mut reader);
        reader.look(&page(vec![node(Role::Label, "Registration"), error("No number")], 0));
        assert!(said(&mut reader).is_empty());
    }

    #[test]
    fn personal_text_is_said_only_with_headphones() {
        let inquiry = || {
            let mut row = node(Role::Row, "Name: SPECIMEN");
            row.set_class_name(PERSONAL);
            page(vec![node(Role::Label, "Inquiry"), row], 0)
        };
        let mut open = reader();
        open.look(&inquiry());
        assert_eq!(said(&mut open), ["Inquiry", "withheld"]);
        let mut private = Reader { headphones: true, ..reader() };
        private.look(&inquiry());
        assert_eq!(said(&mut private), ["Inquiry", "Name: SPECIMEN"]);
    }

    #[test]
    fn typed_characters_are_named_only_with_headphones_and_passwords_never() {
        let mut open = reader();
        open.typed(Some('K'), false);
        open.typed(Some('K'), true);
        open.typed(None, false);
        assert_eq!(said(&mut open), ["entered", "entered", "deleted"]);
        let mut private = Reader { headphones: true, ..reader() };
        private.typed(Some('K'), false);
        private.typed(Some('K'), true);
        assert_eq!(said(&mut private), ["K", "entered"]);
        let mut off = Reader::default();
        off.typed(Some('K'), false);
        assert!(said(&mut off).is_empty());
    }

    #[test]
    fn a_countdown_speaks_at_its_marks_even_if_a_frame_is_late() {
        let mut reader = reader();
        let idle = |seconds: u32| {
            page(vec![node(Role::Label, "Are you still there"), node(Role::Timer, &seconds.to_string())], 0)
        };
        for seconds in [45, 31, 30, 29, 14, 6, 5, 4] {
            reader.look(&idle(seconds));
        }
        assert_eq!(said(&mut reader), ["Are you still there", "30 s", "14 s", "5 s"]);
    }

    #[test]
    fn keys_of_the_keyboard_are_not_read_with_the_page() {
        let mut reader = reader();
        let mut key = Node::new(Role::Button);
        key.set_label("q");
        reader.look(&page(vec![node(Role::Label, "Registration"), key], 0));
        assert_eq!(said(&mut reader), ["Registration"]);
    }
}
