//! Pictures become SVG text and PNG files. The one home of the drawing library.

use super::picture::{Align, Color, Picture, Shape, Text};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use std::path::Path;
use std::sync::OnceLock;

/// Pixels a point: the drawing library counts whole pixels, so that one would be coarse.
const SCALE: f64 = 3.0;

/// The embedded font, and what a browser takes in its place: Verdana is as wide.
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";

/// The library's size of a font is so many times the em of an SVG...
const SVG_SIZE_PER_EM: f64 = 1.24;
/// ...and so many times that of a bitmap: DejaVu's ascent and descent.
const PNG_SIZE_PER_EM: f64 = 1.164;

/// What is drawn on. The two place text differently.
#[derive(Clone, Copy)]
enum Medium {
    Svg,
    Png,
}

/// Returns the picture as SVG, with a title and a description for those who do not see it.
pub(super) fn svg(picture: &Picture, title: &str, description: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut backend = SVGBackend::with_string(&mut text, pixels_of(picture));
    draw(&mut backend, picture, Medium::Svg)?;
    drop(backend);
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let (width, height) = pixels_of(picture);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        picture.width,
        picture.height,
        super::super::html::escaped(title),
        super::super::html::escaped(description),
    ))
}

/// Writes the picture as a PNG of three pixels a point.
pub(super) fn png(picture: &Picture, path: &Path) -> Result<(), String> {
    let mut backend = BitMapBackend::new(path, pixels_of(picture));
    draw(&mut backend, picture, Medium::Png)?;
    drop(backend);
    // The encoder's last flush may fail unseen on a full disk: look for the end of the file.
    let written = std::fs::read(path).map_err(|error| error.to_string())?;
    match written.len().checked_sub(8).map(|from| &written[from..from + 4]) {
        Some(b"IEND") => Ok(()),
        _ => Err("the picture is cut off".to_owned()),
    }
}

/// Returns how wide a text is, in points.
pub(super) fn text_width(content: &str, size: f64, is_bold: bool) -> f64 {
    let font = font(size * SCALE * PNG_SIZE_PER_EM, is_bold);
    let width = font.box_size(content).map_or(0.0, |(width, _)| f64::from(width));
    width / SCALE
}

fn pixels_of(picture: &Picture) -> (u32, u32) {
    ((picture.width * SCALE).round() as u32, (picture.height * SCALE).round() as u32)
}

fn draw<B: DrawingBackend>(
    backend: &mut B,
    picture: &Picture,
    medium: Medium,
) -> Result<(), String> {
    let (width, height) = pixels_of(picture);
    let paper = style(super::palette::PAPER, 0.0).filled();
    backend
        .draw_rect((0, 0), (width as i32, height as i32), &paper, true)
        .map_err(|error| error.to_string())?;
    for shape in &picture.shapes {
        draw_shape(backend, shape, medium)?;
    }
    backend.present().map_err(|error| error.to_string())
}

fn draw_shape<B: DrawingBackend>(
    backend: &mut B,
    shape: &Shape,
    medium: Medium,
) -> Result<(), String> {
    let outcome = match shape {
        Shape::Block(rect, color) => {
            let (upper_left, lower_right) =
                (pixel((rect.left, rect.top)), pixel((rect.right, rect.bottom)));
            backend.draw_rect(upper_left, lower_right, &style(*color, 0.0), true)
        }
        Shape::Line(points, color, width) => {
            backend.draw_path(points.iter().copied().map(pixel), &style(*color, *width))
        }
        Shape::Area(points, color) => {
            backend.fill_polygon(points.iter().copied().map(pixel), &style(*color, 0.0))
        }
        Shape::Dot(center, radius, color) => {
            let radius = (radius * SCALE).round() as u32;
            backend.draw_circle(pixel(*center), radius, &style(*color, 0.0), true)
        }
        Shape::Text(text) => return draw_text(backend, text, medium),
    };
    outcome.map_err(|error| error.to_string())
}

fn draw_text<B: DrawingBackend>(
    backend: &mut B,
    text: &Text,
    medium: Medium,
) -> Result<(), String> {
    let em = text.size * SCALE;
    // With the anchor at the top, an SVG's baseline is 0.76 em below, a bitmap's half a size.
    let (size, ascent) = match medium {
        Medium::Svg => (em * SVG_SIZE_PER_EM, 0.76 * em),
        Medium::Png => (em * PNG_SIZE_PER_EM, 0.5 * em * PNG_SIZE_PER_EM),
    };
    let (x, y) = pixel(text.at);
    let side = match text.align {
        Align::Left => HPos::Left,
        Align::Middle => HPos::Center,
        Align::Right => HPos::Right,
    };
    let color = rgba(text.color);
    let style = TextStyle::from(font(size, text.is_bold))
        .color(&color)
        .pos(Pos::new(side, VPos::Top));
    backend
        .draw_text(&text.content, &style, (x, y - ascent.round() as i32))
        .map_err(|error| error.to_string())
}

fn font(size: f64, is_bold: bool) -> FontDesc<'static> {
    static REGISTERED: OnceLock<()> = OnceLock::new();
    REGISTERED.get_or_init(|| {
        let fonts =
            [(FontStyle::Normal, dejavu::sans::regular()), (FontStyle::Bold, dejavu::sans::bold())];
        for (style, bytes) in fonts {
            let outcome = plotters::style::register_font(FONT, style, bytes);
            assert!(outcome.is_ok(), "the embedded font is not a font");
        }
    });
    let weight = if is_bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FONT), size, weight)
}

fn style(color: Color, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgba(color),
        filled: true,
        stroke_width: (width * SCALE).round().max(1.0) as u32,
    }
}

fn rgba(color: Color) -> RGBAColor {
    let (red, green, blue) = color.rgb;
    RGBAColor(red, green, blue, color.opacity)
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}
