//! The accessibility tree of one frame, in the order in which a page tells it.

use std::collections::HashMap;

use egui::accesskit::{Node, NodeId, TreeUpdate};

/// The nodes of an update by their numbers.
#[derive(Debug)]
pub struct AccessTree<'a> {
    nodes: HashMap<NodeId, &'a Node>,
    root: Option<NodeId>,
}

impl<'a> AccessTree<'a> {
    /// The tree that egui hands to assistive technology: always whole.
    #[must_use]
    pub fn of(update: &'a TreeUpdate) -> Self {
        let nodes = update.nodes.iter().map(|(id, node)| (*id, node)).collect();
        Self { nodes, root: update.tree.as_ref().map(|tree| tree.root) }
    }

    /// The node with this number.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&'a Node> {
        self.nodes.get(&id).copied()
    }

    /// Every node that is not hidden, parents before children, first things first.
    #[must_use]
    pub fn in_order(&self) -> Vec<(NodeId, &'a Node)> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut ahead: Vec<NodeId> = self.root.into_iter().collect();
        while let Some(id) = ahead.pop() {
            // A tree that leads back to itself would never end.
            if order.len() > self.nodes.len() {
                break;
            }
            let Some(node) = self.get(id) else { continue };
            if node.is_hidden() {
                continue;
            }
            order.push((id, node));
            ahead.extend(node.children().iter().rev());
        }
        order
    }

    /// What the node is called: its own name, or that of the label beside it.
    #[must_use]
    pub fn name(&self, node: &'a Node) -> Option<&'a str> {
        node.label().or_else(|| {
            let label = self.get(*node.labelled_by().first()?)?;
            label.value().or_else(|| label.label())
        })
    }
}
