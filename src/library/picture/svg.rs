//! SVG: self-contained line drawings.
//!
//! What reaches outside the file, cannot be drawn faithfully, or can grow without bound is refused before it is
//! drawn, in words that tell an author what to change.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId, ParsingOptions};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree};
use resvg::{render, tiny_skia};

use super::{PictureError, Pixels, fitted};

mod arcs;
mod cost;

use cost::Cost;

/// The most elements, counting reused ones each time. Our limit; some ten times an intricate drawing.
const MAX_ELEMENTS: u64 = 20_000;
/// The deepest nesting of elements, including reuse. Our limit.
pub(super) const MAX_DEPTH: usize = 64;
/// The longest style sheets in total. Our limit.
const MAX_STYLE_BYTES: usize = 32 << 10;
/// The most rules in style sheets times the elements that each is held against: our limit.
const MAX_MATCHES: usize = 2_000_000;
/// The most that all attributes say together, those counted again that are used again: our limit.
const MAX_SAID_BYTES: u64 = 4 << 20;
/// What layers (groups with an opacity, clips, masks). Our limit.
const MAX_LAYER_BYTES: f64 = 256e6;

/// Why a picture must not have this element, if so.
fn refusal(element: &str, is_short_style: bool) -> Option<PictureError> {
    match element {
        "script" => Some(PictureError::Script),
        "image" | "feImage" => Some(PictureError::OtherPicture),
        "foreignObject" => Some(PictureError::NoDrawing),
        "text" => Some(PictureError::Text),
        "filter" => Some(PictureError::Filters),
        "pattern" => Some(PictureError::Patterns),
        "style" if !is_short_style => Some(PictureError::LongStyle),
        _ => None,
    }
}

/// Draws an SVG with its longer side at `size`, and `currentColor` as `ink`.
pub(super) fn draw(text: &str, size: u32, ink: [u8; 3]) -> Result<Pixels, PictureError> {
    if text.contains("<!ENTITY") {
        return Err(PictureError::Entities);
    }
    cost::check_text(text)?;
    let options = ParsingOptions {
        // Without entities, only the name of a document type remains, which older drawings have.
        allow_dtd: true,
        nodes_limit: u32::try_from(MAX_ELEMENTS * 4).unwrap_or(u32::MAX),
        entity_resolver: None,
    };
    let document = Document::parse_with_options(text, options).map_err(PictureError::DamagedXml)?;
    check(&document)?;
    let refused =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let [red, green, blue] = ink;
    let style_sheet = Some(format!("svg {{ color: #{red:02x}{green:02x}{blue:02x} }}"));
    let options = Options { image_href_resolver: refused, style_sheet, ..Options::default() };
    let tree = Tree::from_xmltree(&document, &options).map_err(PictureError::DamagedSvg)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let (wide, high) = fitted(width, height, size);
    #[allow(clippy::cast_precision_loss)] // At most 2048.
    let (across, down) = (wide as f32 / width, high as f32 / height);
    let canvas = f64::from(wide) * f64::from(high);
    if layer_bytes(tree.root(), f64::from(across) * f64::from(down), canvas) > MAX_LAYER_BYTES {
        return Err(PictureError::TooManyLayers);
    }
    Cost::of(&tree).check()?;
    let mut pixels = tiny_skia::Pixmap::new(wide, high).ok_or(PictureError::NoSize)?;
    render(&tree, tiny_skia::Transform::from_scale(across, down), &mut pixels.as_mut());
    Ok(Pixels { width: wide, height: high, premultiplied: pixels.data().to_vec() })
}

/// The most bytes of layers that are open at the same time; `scale` is the number of pixels per unit of area.
fn layer_bytes(group: &usvg::Group, scale: f64, canvas: f64) -> f64 {
    let of_group = if group.should_isolate() {
        let bounds = group.abs_layer_bounding_box();
        // No layer is larger than five times the canvas in each direction. One is for the contents, one for the
        // mask.
        let pixels = f64::from(bounds.width()) * f64::from(bounds.height()) * scale;
        2.0 * 4.0 * pixels.min(25.0 * canvas)
    } else {
        0.0
    };
    let mut inside = 0.0_f64;
    for node in group.children() {
        if let usvg::Node::Group(group) = node {
            inside = inside.max(layer_bytes(group, scale, canvas));
        }
        node.subroots(|group| inside = inside.max(layer_bytes(group, scale, canvas)));
    }
    of_group + inside
}

/// Refuses what reaches outside the file or grows without bound.
fn check(document: &Document<'_>) -> Result<(), PictureError> {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    let (mut style_bytes, mut rules, mut elements) = (0, 0, 0);
    for node in document.descendants().filter(Node::is_element) {
        let depth = node.parent().and_then(|parent| depths.get(&parent.id())).map_or(0, |depth| depth + 1);
        if depth > MAX_DEPTH {
            return Err(PictureError::TooDeep);
        }
        depths.insert(node.id(), depth);
        elements += 1;
        let name = node.tag_name().name();
        if name == "style" {
            style_bytes += style_text(node).len();
            rules += style_text(node).matches([',', '{']).count();
        }
        if node.attributes().any(|attribute| attribute.name().starts_with("on")) {
            return Err(PictureError::Script);
        }
        if let Some(refusal) = refusal(name, style_bytes <= MAX_STYLE_BYTES) {
            return Err(refusal);
        }
        if name == "use" && hrefs(node).any(|href| !href.starts_with('#')) {
            return Err(PictureError::OtherFile);
        }
    }
    if rules * elements > MAX_MATCHES {
        return Err(PictureError::LongStyle);
    }
    arcs::check(document)?;
    let mut uses = Uses::of(document);
    let whole = uses.weigh(document.root_element(), 0)?;
    if whole.elements > MAX_ELEMENTS || whole.said_bytes > MAX_SAID_BYTES {
        return Err(PictureError::TooManyParts);
    }
    Ok(())
}

fn style_text<'a>(node: Node<'a, '_>) -> &'a str {
    node.text().unwrap_or_default()
}

fn hrefs<'a>(node: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    let attributes = node.attributes().filter(|attribute| attribute.name() == "href");
    attributes.map(|attribute| attribute.value().trim())
}

/// The size of an element after everything that it uses has been inserted.
#[derive(Clone, Copy, Default)]
struct Weight {
    elements: u64,
    /// In all attributes, arcs more than once.
    said_bytes: u64,
    depth: usize,
}

/// Which elements use which others.
struct Uses<'a, 'input> {
    by_id: HashMap<&'a str, Vec<Node<'a, 'input>>>,
    /// For each style rule that refers to elements: the classes it applies to (none for all elements), and the
    /// ids that it refers to.
    rules: Vec<(Vec<&'a str>, Vec<&'a str>)>,
    /// `None` while an element is being weighed.
    weighed: HashMap<NodeId, Option<Weight>>,
}

impl<'a, 'input> Uses<'a, 'input> {
    fn of(document: &'a Document<'input>) -> Self {
        let mut by_id: HashMap<&str, Vec<Node<'_, '_>>> = HashMap::new();
        let mut rules = Vec::new();
        for node in document.descendants().filter(Node::is_element) {
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_default().push(node);
            }
            if node.tag_name().name() == "style" {
                rules.extend(style_text(node).split('}').filter_map(rule));
            }
        }
        Self { by_id, rules, weighed: HashMap::new() }
    }

    fn weigh(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Weight, PictureError> {
        match self.weighed.get(&node.id()) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(PictureError::UsesItself),
            None => {}
        }
        if depth > MAX_DEPTH {
            return Err(PictureError::DeepUses);
        }
        self.weighed.insert(node.id(), None);
        let mut whole = Weight { elements: 1, said_bytes: arcs::said_bytes(node), depth: 0 };
        for inner in node.children().filter(Node::is_element) {
            let inner = self.weigh(inner, depth + 1)?;
            whole.elements = whole.elements.saturating_add(inner.elements);
            whole.said_bytes = whole.said_bytes.saturating_add(inner.said_bytes);
            whole.depth = whole.depth.max(inner.depth + 1);
        }
        for id in self.used_by(node) {
            for used in self.by_id.get(id).cloned().unwrap_or_default() {
                let weight = self.weigh(used, depth + 1)?;
                let times = if used.tag_name().name() == "marker" { corners(node) } else { 1 };
                whole.elements = whole.elements.saturating_add(weight.elements.saturating_mul(times));
                whole.said_bytes = whole.said_bytes.saturating_add(weight.said_bytes.saturating_mul(times));
                whole.depth = whole.depth.max(weight.depth + 1);
            }
        }
        if whole.depth > MAX_DEPTH {
            return Err(PictureError::DeepUses);
        }
        self.weighed.insert(node.id(), Some(whole));
        Ok(whole)
    }

    /// The ids that an element refers to, in its attributes or through a style sheet.
    fn used_by(&self, node: Node<'a, 'input>) -> Vec<&'a str> {
        let name = node.tag_name().name();
        let mut ids: Vec<&str> = node.attributes().flat_map(|attribute| ids_in(attribute.value())).collect();
        if name != "a" {
            ids.extend(hrefs(node).filter_map(|href| href.strip_prefix('#')));
        }
        if !matches!(name, "stop" | "linearGradient" | "radialGradient" | "defs" | "style" | "svg") {
            let classes: Vec<&str> = node.attribute("class").unwrap_or_default().split_whitespace().collect();
            for (of, refers) in &self.rules {
                if of.is_empty() || of.iter().any(|class| classes.contains(class)) {
                    ids.extend(refers);
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// The most corners of a path at which a marker can be drawn: each needs at least two characters.
fn corners(node: Node<'_, '_>) -> u64 {
    let longest = |node: Node<'_, '_>| {
        let drawn = ["d", "points"].iter().filter_map(|name| node.attribute(*name));
        drawn.map(|corners| corners.len() as u64 / 2).max().unwrap_or(0)
    };
    // A group passes its markers on to its contents.
    node.descendants().map(longest).sum::<u64>().max(2)
}

/// A style rule that refers to elements: its classes and the ids.
fn rule(rule: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let (selectors, body) = rule.split_once('{')?;
    let ids: Vec<&str> = ids_in(body).collect();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let class = |selector: &'_ str| -> Option<(usize, usize)> {
        let start = selector.find('.')? + 1;
        let length = selector[start..].find(|c| !is_name(c)).unwrap_or(selector.len() - start);
        Some((start, start + length))
    };
    let mut classes = Vec::new();
    for selector in selectors.split(',') {
        match class(selector) {
            Some((start, end)) => classes.push(&selector[start..end]),
            // A rule for element names counts as one for all elements.
            None => return (!ids.is_empty()).then_some((Vec::new(), ids)),
        }
    }
    (!ids.is_empty()).then_some((classes, ids))
}

/// The ids in `url(#id)`, with or without quotes.
fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']).trim();
        inner.strip_prefix('#')
    })
}
