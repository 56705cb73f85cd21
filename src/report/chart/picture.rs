//! A picture as a list of shapes. Knows neither files nor the drawing library.
//!
//! Coordinates are points from the upper left corner; text stands on its baseline.

/// A point of a picture.
pub(super) type Point = (f64, f64);

/// A color, with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color {
    /// Red, green and blue.
    pub(super) rgb: (u8, u8, u8),
    /// From 0, clear, to 1, opaque.
    pub(super) opacity: f64,
}

/// A rectangle with its sides along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    /// The left side.
    pub(super) left: f64,
    /// The upper side.
    pub(super) top: f64,
    /// The right side.
    pub(super) right: f64,
    /// The lower side.
    pub(super) bottom: f64,
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// It begins there.
    Left,
    /// Its middle is there.
    Middle,
    /// It ends there.
    Right,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    /// The point on the baseline that it is aligned to.
    pub(super) at: Point,
    /// What it says.
    pub(super) content: String,
    /// The height of its letters, in points.
    pub(super) size: f64,
    /// Whether it is set in bold.
    pub(super) is_bold: bool,
    /// Its color.
    pub(super) color: Color,
    /// Where it stands from its point.
    pub(super) align: Align,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle.
    Block(Rect, Color),
    /// A line through points, of some width.
    Line(Vec<Point>, Color, f64),
    /// A filled polygon.
    Area(Vec<Point>, Color),
    /// A filled circle: center and radius.
    Dot(Point, f64, Color),
    /// A line of text.
    Text(Text),
}

/// Shapes, drawn in order on a white ground.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Picture {
    /// How wide it is.
    pub(super) width: f64,
    /// How high it is.
    pub(super) height: f64,
    /// What is on it.
    pub(super) shapes: Vec<Shape>,
}

impl Color {
    /// Returns the opaque color of a `0xRRGGBB` number.
    pub(super) const fn of(rgb: u32) -> Self {
        Self {
            rgb: ((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8),
            opacity: 1.0,
        }
    }

    /// Returns the same color, seen through.
    pub(super) const fn clear(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }
}

impl Rect {
    /// Returns a rectangle from its upper left corner, width and height.
    pub(super) fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    }

    /// Returns its width.
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Returns its height.
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Returns it without a margin on each side: left, top, right, bottom.
    pub(super) fn inset(&self, margin: [f64; 4]) -> Self {
        Self {
            left: self.left + margin[0],
            top: self.top + margin[1],
            right: self.right - margin[2],
            bottom: self.bottom - margin[3],
        }
    }
}

impl Text {
    /// Returns text of 11 points that begins at a point.
    pub(super) fn new(at: Point, content: impl Into<String>) -> Self {
        let content = content.into();
        Self {
            at,
            content,
            size: 11.0,
            is_bold: false,
            color: super::palette::INK,
            align: Align::Left,
        }
    }

    /// Returns it in another size.
    pub(super) fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// Returns it in bold.
    pub(super) fn bold(self) -> Self {
        Self {
            is_bold: true,
            ..self
        }
    }

    /// Returns it in another color.
    pub(super) fn color(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// Returns it with another alignment.
    pub(super) fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }
}

impl Picture {
    /// Returns an empty picture.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            shapes: Vec::new(),
        }
    }

    /// Adds a filled rectangle.
    pub(super) fn block(&mut self, rect: Rect, color: Color) {
        self.shapes.push(Shape::Block(rect, color));
    }

    /// Adds a line.
    pub(super) fn line(&mut self, points: impl Into<Vec<Point>>, color: Color, width: f64) {
        self.shapes.push(Shape::Line(points.into(), color, width));
    }

    /// Adds a straight line of dashes, each `dash` long and as far apart.
    pub(super) fn dashes(&mut self, ends: [Point; 2], dash: f64, color: Color, width: f64) {
        let [(x0, y0), (x1, y1)] = ends;
        let length = (x1 - x0).hypot(y1 - y0);
        let n_dashes = (length / (2.0 * dash)).ceil().max(1.0) as usize;
        let along = |way: f64| {
            let share = (way / length.max(f64::MIN_POSITIVE)).min(1.0);
            (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        };
        for index in 0..n_dashes {
            let from = 2.0 * dash * index as f64;
            self.line([along(from), along(from + dash)], color, width);
        }
    }

    /// Adds a filled polygon.
    pub(super) fn area(&mut self, points: Vec<Point>, color: Color) {
        self.shapes.push(Shape::Area(points, color));
    }

    /// Adds a filled circle.
    pub(super) fn dot(&mut self, center: Point, radius: f64, color: Color) {
        self.shapes.push(Shape::Dot(center, radius, color));
    }

    /// Adds a circle that is white inside.
    pub(super) fn ring(&mut self, center: Point, radius: f64, color: Color) {
        self.dot(center, radius, color);
        self.dot(center, (radius - 1.4).max(0.0), super::palette::PAPER);
    }

    /// Adds a line of text on a patch of paper, so that it is read over lines.
    pub(super) fn label(&mut self, text: Text) {
        let width = super::render::text_width(&text.content, text.size, text.is_bold);
        let (x, y) = text.at;
        let left = match text.align {
            Align::Left => x,
            Align::Middle => x - 0.5 * width,
            Align::Right => x - width,
        };
        let patch = Rect::new(left - 2.0, y - text.size, width + 4.0, text.size + 2.5);
        self.block(patch, super::palette::PAPER.clear(0.8));
        self.text(text);
    }

    /// Adds a line of text.
    pub(super) fn text(&mut self, text: Text) {
        self.shapes.push(Shape::Text(text));
    }
}
