//! Pictures become SVG text and PNG files. The one home of the drawing library.

use super::palette;
use super::picture::{Align, Color, Picture, Point, Shape, Text};
use crate::report::html::escaped;
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use std::cell::RefCell;
use std::path::Path;
use std::sync::OnceLock;

/// Units a point in an SVG: the drawing library counts whole ones, and one would be coarse.
const SVG_SCALE: usize = 3;

/// Pixels a point in a PNG: sharp on a screen and on a slide. For print there is the SVG.
const PNG_SCALE: usize = 2;

/// Bitmaps are drawn so much larger and then averaged: the library leaves steps on slanted lines.
const OVERSAMPLING: usize = 2;

/// The embedded font, and what a browser takes in its place: Verdana is as wide.
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";

/// How pictures are put on a kind of ground.
#[derive(Clone, Copy)]
struct Ground {
    /// Pixels a point.
    scale: f64,
    /// The library's size of a font whose em is one pixel.
    font_size: f64,
    /// How far below the upper side of a text the library puts the baseline, in ems.
    ascent: f64,
}

/// SVG: the library divides the size by 1.24 and shifts the baseline by 0.76 em.
const SVG: Ground = Ground {
    scale: SVG_SCALE as f64,
    font_size: 1.24,
    ascent: 0.76,
};

/// Bitmap: the size is ascent and descent, 1.164 em of DejaVu, and the baseline is half of it down.
const BITMAP: Ground = Ground {
    scale: (PNG_SCALE * OVERSAMPLING) as f64,
    font_size: 1.164,
    ascent: 0.582,
};

/// Returns the picture as SVG, with a title and a description for those who do not see it.
pub(super) fn svg(picture: &Picture, title: &str, description: &str) -> Result<String, String> {
    let mut text = String::new();
    let (width, height) = pixels_of(picture, SVG.scale);
    let mut backend = SVGBackend::with_string(&mut text, (width, height));
    draw(&mut backend, picture, SVG)?;
    drop(backend);
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        picture.width,
        picture.height,
        escaped(title),
        escaped(description),
    ))
}

/// Writes the picture as a PNG.
pub(super) fn png(picture: &Picture, path: &Path) -> Result<(), String> {
    thread_local! {
        // Large enough that the system would hand it out page by page for each picture anew.
        static DRAWN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let size = pixels_of(picture, PNG_SCALE as f64);
    let pixels = DRAWN.with_borrow_mut(|drawn| {
        draw_large(picture, size, drawn)?;
        Ok::<_, String>(averaged(drawn, size))
    })?;
    let mut backend = BitMapBackend::new(path, size);
    let outcome = backend
        .blit_bitmap((0, 0), size, &pixels)
        .and_then(|()| backend.present());
    outcome.map_err(|error| error.to_string())?;
    drop(backend);
    // The encoder's last flush may fail unseen on a full disk: look for the end of the file.
    let written = std::fs::read(path).map_err(|error| error.to_string())?;
    match written
        .len()
        .checked_sub(8)
        .map(|from| &written[from..from + 4])
    {
        Some(b"IEND") => Ok(()),
        _ => Err("the picture is cut off".to_owned()),
    }
}

/// Returns how wide a text is, in points.
pub(super) fn text_width(content: &str, size: f64, is_bold: bool) -> f64 {
    let font = font(size * BITMAP.scale * BITMAP.font_size, is_bold);
    let width = font
        .box_size(content)
        .map_or(0.0, |(width, _)| f64::from(width));
    width / BITMAP.scale
}

/// Puts the picture's red, green and blue in `pixels`, row by row, larger than `size` by the
/// oversampling.
fn draw_large(
    picture: &Picture,
    (width, height): (u32, u32),
    pixels: &mut Vec<u8>,
) -> Result<(), String> {
    let factor = OVERSAMPLING as u32;
    let size = (width * factor, height * factor);
    pixels.resize(3 * size.0 as usize * size.1 as usize, 0);
    draw(
        &mut BitMapBackend::with_buffer(pixels, size),
        picture,
        BITMAP,
    )
}

/// Returns pixels averaged over squares, so that `size` of them are left.
fn averaged(pixels: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    const SAMPLES: u16 = (OVERSAMPLING * OVERSAMPLING) as u16;
    let row = 3 * width as usize * OVERSAMPLING;
    let mut averaged = vec![0; 3 * width as usize * height as usize];
    let mut sums = vec![0_u16; row];
    let lines = averaged.chunks_exact_mut(3 * width as usize);
    for (line, rows) in lines.zip(pixels.chunks_exact(row * OVERSAMPLING)) {
        sums.fill(0);
        for samples in rows.chunks_exact(row) {
            for (sum, sample) in sums.iter_mut().zip(samples) {
                *sum += u16::from(*sample);
            }
        }
        let (squares, _) = sums.as_chunks::<{ 3 * OVERSAMPLING }>();
        let (pixels, _) = line.as_chunks_mut::<3>();
        for (pixel, square) in pixels.iter_mut().zip(squares) {
            for (channel, value) in pixel.iter_mut().enumerate() {
                let samples = (0..OVERSAMPLING).map(|n| square[channel + 3 * n]);
                *value = ((samples.sum::<u16>() + SAMPLES / 2) / SAMPLES) as u8;
            }
        }
    }
    averaged
}

fn pixels_of(picture: &Picture, scale: f64) -> (u32, u32) {
    (
        (picture.width * scale).round() as u32,
        (picture.height * scale).round() as u32,
    )
}

fn draw<B: DrawingBackend>(
    backend: &mut B,
    picture: &Picture,
    ground: Ground,
) -> Result<(), String> {
    let (width, height) = pixels_of(picture, ground.scale);
    backend
        .draw_rect(
            (0, 0),
            (width as i32, height as i32),
            &ground.style(palette::PAPER, 0.0),
            true,
        )
        .map_err(|error| error.to_string())?;
    for shape in &picture.shapes {
        draw_shape(backend, shape, ground)?;
    }
    backend.present().map_err(|error| error.to_string())
}

fn draw_shape<B: DrawingBackend>(
    backend: &mut B,
    shape: &Shape,
    ground: Ground,
) -> Result<(), String> {
    let pixel = |point: &Point| ground.pixel(*point);
    let outcome = match shape {
        Shape::Block(rect, color) => {
            let corners = [(rect.left, rect.top), (rect.right, rect.bottom)];
            let [upper_left, lower_right] = corners.map(|corner| ground.pixel(corner));
            backend.draw_rect(upper_left, lower_right, &ground.style(*color, 0.0), true)
        }
        Shape::Line(points, color, width) => {
            backend.draw_path(points.iter().map(pixel), &ground.style(*color, *width))
        }
        Shape::Area(points, color) => {
            backend.fill_polygon(points.iter().map(pixel), &ground.style(*color, 0.0))
        }
        Shape::Dot(center, radius, color) => {
            let radius = (radius * ground.scale).round() as u32;
            backend.draw_circle(pixel(center), radius, &ground.style(*color, 0.0), true)
        }
        Shape::Text(text) => return draw_text(backend, text, ground),
    };
    outcome.map_err(|error| error.to_string())
}

fn draw_text<B: DrawingBackend>(
    backend: &mut B,
    text: &Text,
    ground: Ground,
) -> Result<(), String> {
    let em = text.size * ground.scale;
    let (x, y) = ground.pixel(text.at);
    let side = match text.align {
        Align::Left => HPos::Left,
        Align::Middle => HPos::Center,
        Align::Right => HPos::Right,
    };
    let color = rgba(text.color);
    let style = TextStyle::from(font(em * ground.font_size, text.is_bold))
        .color(&color)
        .pos(Pos::new(side, VPos::Top));
    backend
        .draw_text(
            &text.content,
            &style,
            (x, y - (ground.ascent * em).round() as i32),
        )
        .map_err(|error| error.to_string())
}

impl Ground {
    fn pixel(self, (x, y): Point) -> (i32, i32) {
        (
            (x * self.scale).round() as i32,
            (y * self.scale).round() as i32,
        )
    }

    fn style(self, color: Color, width: f64) -> ShapeStyle {
        let stroke_width = (width * self.scale).round().max(1.0) as u32;
        ShapeStyle {
            color: rgba(color),
            filled: true,
            stroke_width,
        }
    }
}

fn font(size: f64, is_bold: bool) -> FontDesc<'static> {
    static REGISTERED: OnceLock<()> = OnceLock::new();
    REGISTERED.get_or_init(|| {
        let fonts = [
            (FontStyle::Normal, dejavu::sans::regular()),
            (FontStyle::Bold, dejavu::sans::bold()),
        ];
        for (style, bytes) in fonts {
            let outcome = plotters::style::register_font(FONT, style, bytes);
            assert!(outcome.is_ok(), "the embedded font is not a font");
        }
    });
    let weight = if is_bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    FontDesc::new(FontFamily::Name(FONT), size, weight)
}

fn rgba(color: Color) -> RGBAColor {
    let (red, green, blue) = color.rgb;
    RGBAColor(red, green, blue, color.opacity)
}
