//! Pictures as authors make them, and as attackers would.

use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::sync::mpsc::channel;

use eframe::egui::Color32;
use image::{ImageFormat, Rgba, RgbaImage};

use super::*;
use crate::settings::Theme;
use crate::ui::theme::DIM_GREEN;

/// An SVG of these elements, 20 wide and 10 high.
fn drawing(inner: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         viewBox='0 0 20 10'>{inner}</svg>"
    )
}

fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = RgbaImage::from_pixel(width, height, Rgba(pixel));
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

#[track_caller]
fn check_refused(bytes: impl AsRef<[u8]>, with: &str) {
    let error = draw(bytes.as_ref(), 64, DIM_GREEN.text).map(|image| image.size).unwrap_err();
    assert!(error.contains(with), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[track_caller]
fn check_drawn(inner: &str) -> ColorImage {
    draw(drawing(inner).as_bytes(), 64, DIM_GREEN.text).unwrap()
}

#[test]
fn a_drawing_has_the_wished_size_and_its_own_shape_and_colours() {
    let image = check_drawn("<rect width='10' height='10' fill='#f00'/>");
    assert_eq!(image.size, [64, 32]);
    assert_eq!((image[(5, 5)], image[(60, 5)]), (Color32::RED, Color32::TRANSPARENT));
}

#[test]
fn what_drawing_programs_write_is_drawn() {
    let doctype = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
                   'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>";
    let gradient = "<defs><linearGradient id='g'><stop offset='0' class='cls-1' stop-color='#fff'/>\
         <stop offset='1' stop-color='#fff'/></linearGradient><clipPath id='c'><rect class='cls-2' \
         width='10' height='10'/></clipPath><style>.cls-1{fill:url(#g);}.cls-3{clip-path:url(#c)}\
         .cls-2{fill:none}</style></defs><g class='cls-3'><rect class='cls-1' width='20' height='10'/></g>";
    let image = draw(format!("{doctype}{}", drawing(gradient)).as_bytes(), 64, DIM_GREEN.text).unwrap();
    assert_eq!((image[(5, 5)], image[(60, 5)]), (Color32::WHITE, Color32::TRANSPARENT));
    let used = "<defs><rect id='r' width='10' height='10' fill='#fff'/></defs><use xlink:href='#r' x='10'/>\
         <a href='https://example.org'><path d='M0 0h1v1z'/></a>";
    assert_eq!(check_drawn(used)[(60, 5)], Color32::WHITE);
}

#[test]
fn a_png_is_made_smaller_but_never_larger_and_what_is_transparent_adds_no_colour() {
    let small = draw(&png(20, 10, [255, 0, 0, 255]), 64, DIM_GREEN.text).unwrap();
    assert_eq!((small.size, small[(3, 3)]), ([20, 10], Color32::RED));
    let mut image = RgbaImage::from_pixel(200, 100, Rgba([0, 255, 0, 0]));
    image.enumerate_pixels_mut().filter(|(x, _, _)| x % 2 == 0).for_each(|(_, _, pixel)| {
        *pixel = Rgba([255, 0, 0, 255]);
    });
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    let shrunk = draw(&bytes, 50, DIM_GREEN.text).unwrap();
    assert_eq!(shrunk.size, [50, 25]);
    assert_eq!((shrunk[(20, 10)].g(), shrunk[(20, 10)].r()), (0, shrunk[(20, 10)].a()));
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    check_refused("", "neither an SVG, a PNG nor a JPEG");
    check_refused("(format: 1)", "neither an SVG, a PNG nor a JPEG");
    check_refused(b"\xFF\xD8\xFF\xE0 a photograph", "is damaged");
    check_refused([0x1F, 0x8B, 8, 0], "neither an SVG, a PNG nor a JPEG");
    check_refused("<svg", "is damaged");
    check_refused("<html><svg/></html>", "is damaged");
    check_refused(&png(20, 10, [0; 4])[..40], "is damaged");
}

#[test]
fn nothing_reaches_out_of_a_drawing() {
    check_refused(drawing("<script>alert(1)</script>"), "script");
    check_refused(drawing("<script href='http://example.org/x.js'/>"), "script");
    for place in [
        "file:///etc/passwd",
        "http://example.org/x.png",
        "/etc/passwd",
        "x.svg",
        "data:image/png;base64,AA==",
    ] {
        check_refused(drawing(&format!("<image href='{place}' width='9' height='9'/>")), "another picture");
        check_refused(
            drawing(&format!("<image xlink:href='{place}' width='9' height='9'/>")),
            "another picture",
        );
        check_refused(drawing(&format!("<use href='{place}#a'/>")), "another file");
    }
    check_refused(drawing("<foreignObject><p>Hello</p></foreignObject>"), "isn't a drawing");
    let external = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    check_refused(format!("{external}{}", drawing("<text>&x;</text>")), "entities");
    // A paint server outside the file does not exist, so the shape is black.
    let image = check_drawn(
        "<style>@import url(http://example.org/x.css);</style>\
         <rect width='20' height='10' fill='url(http://example.org/x.svg#p)'/>",
    );
    assert_eq!(image[(5, 5)], Color32::BLACK);
}

#[test]
fn entities_cannot_grow() {
    let mut laughs = String::from("<!DOCTYPE svg [<!ENTITY a0 'ha'>");
    for level in 1..30 {
        write!(laughs, "<!ENTITY a{level} '&a{0};&a{0};'>", level - 1).unwrap();
    }
    check_refused(format!("{laughs}]>{}", drawing("<text>&a29;</text>")), "entities");
}

#[test]
fn nothing_is_too_deep() {
    for (depth, error) in [(100, "levels deep"), (70_000, "levels deep"), (1_000_000, "is damaged")] {
        let deep = format!("{}<path d='M0 0h1'/>{}", "<g>".repeat(depth), "</g>".repeat(depth));
        check_refused(drawing(&deep), error);
    }
    let fine = format!("{}<rect width='20' height='10'/>{}", "<g>".repeat(50), "</g>".repeat(50));
    assert_eq!(check_drawn(&fine)[(5, 5)], Color32::BLACK);
}

#[test]
fn what_uses_itself_is_refused() {
    check_refused(drawing("<g id='a'><use href='#a'/></g>"), "uses itself");
    check_refused(drawing("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), "uses itself");
    let clip = "<clipPath id='c'><rect clip-path='url(#c)' width='9' height='9'/></clipPath>";
    check_refused(drawing(clip), "uses itself");
    let mask = "<style>rect{mask:url(#m)}</style><mask id='m'><rect width='9' height='9'/></mask>";
    check_refused(drawing(mask), "uses itself");
}

#[test]
fn what_is_used_over_and_over_cannot_grow() {
    let mut bomb = String::from("<g id='a0'><rect width='1' height='1'/></g>");
    for level in 1..30 {
        write!(bomb, "<g id='a{level}'><use href='#a{0}'/><use href='#a{0}'/></g>", level - 1).unwrap();
    }
    check_refused(drawing(&bomb), "too many parts");
    let marked = format!(
        "<marker id='m'>{}</marker><g style='marker-mid: url( \"#m\" )'><path d='M0 0{}'/></g>",
        "<path d='M0 0h1'/>".repeat(500),
        "h1".repeat(500)
    );
    check_refused(drawing(&marked), "too many parts");
    check_refused(drawing(&"<path d='M0 0h1'/>".repeat(30_000)), "too many parts");
}

#[test]
fn layers_in_one_another_are_bounded() {
    let huge = "<rect x='-999' y='-999' width='9999' height='9999' fill='#fff'/>";
    let layers =
        |depth: usize| format!("{}{huge}{huge}{}", "<g opacity='.9'>".repeat(depth), "</g>".repeat(depth));
    assert!(draw(drawing(&layers(1)).as_bytes(), MAX_SIDE, DIM_GREEN.text).is_err());
    assert!(draw(drawing(&layers(4)).as_bytes(), 256, DIM_GREEN.text).is_ok());
    check_refused(drawing(&"<filter/>".repeat(2)), "filters");
    check_refused(drawing("<pattern/>"), "patterns");
}

#[test]
fn what_would_take_long_is_refused_before_it_is_read_or_drawn() {
    let begun = std::time::Instant::now();
    let many = (0..200_000).fold(String::new(), |mut many, number| {
        write!(many, " a{number}=''").unwrap();
        many
    });
    check_refused(drawing(&format!("<path{many}/>")), "too many attributes");
    check_refused(drawing(&format!("<path d=''{many}").replace("a1=", "b='>' a1=")), "too many attributes");
    let each = "<g a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l=''/>".repeat(17_000);
    check_refused(drawing(&each), "too many attributes");

    let dashed = "<path d='M0 5h20' stroke='#fff' stroke-width='1' stroke-dasharray='1e-4'/>";
    check_refused(drawing(dashed), "too long to draw");
    let shade =
        "<linearGradient id='g'><stop offset='0'/><stop offset='1' stop-color='#fff'/></linearGradient>";
    let full = "<rect width='20' height='10' fill='url(#g)'/>".repeat(100);
    check_refused(drawing(&format!("{shade}{full}")), "too long to draw");
    let layers = "<g opacity='.9'><rect width='20' height='10'/></g>".repeat(100);
    check_refused(drawing(&layers), "too long to draw");
    let points = "h1v1".repeat(100_000);
    check_refused(drawing(&format!("<path d='M0 0{points}' stroke='#fff'/>")), "too long to draw");
    // What is used again counts again, as long as it is.
    let used = "<use href='#p'/>".repeat(20);
    check_refused(drawing(&format!("<path id='p' d='M0 0{points}'/>{used}")), "too many parts");
    let rules = ".a{fill:red}".repeat(2_000);
    let all = "<path class='b' d='M0 0h1'/>".repeat(2_000);
    check_refused(drawing(&format!("<style>{rules}</style>{all}")), "style sheet that is too long");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());

    // An intricate one is none of this.
    let intricate = "<path transform='scale(.3)' d='M1 1C3 1 4 6 6 2q1 1 2 2t3 3z' fill='#fff' opacity='.9' stroke='#000' stroke-dasharray='1 2'/>";
    check_drawn(&format!("<!-- a=b {} -->{}", "=".repeat(500), intricate.repeat(400)));
}

#[test]
fn what_is_round_and_without_measure_is_refused_before_it_is_read() {
    for round in [
        "<path d='M1e60 4A40 40 0 0 0 104 48' stroke='#fff'/>",
        "<path d='M0 0a1e60,1e60 0 0 1 9 9'/>",
        "<circle r='1e60'/>",
        "<ellipse rx='1e60' ry='1'/>",
        "<rect width='9' height='9' ry='1e60'/>",
        "<g font-size='1e60'><circle r='1em'/></g>",
    ] {
        check_refused(drawing(round), "too long to draw");
    }
    let part = drawing("<circle r='50%'/>").replacen("<svg", "<svg width='1e60' height='1e60'", 1);
    check_refused(part.replacen("viewBox", "data-box", 1), "too long to draw");
    let arcs = "a1 1 0 0 1 1 1".repeat(30_000);
    check_refused(drawing(&format!("<path d='M0 0{arcs}'/>")), "too many parts");
    // What is round, and what is large, alone.
    check_drawn(
        "<circle r='50%'/><path d='M1 1a2 2 0 0 1 4 4' stroke='#fff'/><path d='M1e30 4h1v1' fill='#fff'/>",
    );
}

#[test]
fn sizes_out_of_reason_cost_nothing() {
    let sized =
        |size: &str| drawing("<rect width='9' height='9'/>").replacen("<svg", &format!("<svg {size}"), 1);
    let long = draw(sized("width='4000000000' height='1'").as_bytes(), 64, DIM_GREEN.text).unwrap();
    assert_eq!(long.size, [64, 1]);
    let huge = draw(sized("width='1e30' height='1e30'").as_bytes(), 64, DIM_GREEN.text);
    assert!(huge.is_err() || huge.is_ok_and(|image| image.size == [64, 64]));
    for size in ["width='0' height='0'", "width='-5' height='5'", "width='NaN' height='5'"] {
        let drawn = draw(sized(size).as_bytes(), 64, DIM_GREEN.text);
        assert!(drawn.is_err() || drawn.is_ok_and(|image| image.width().max(image.height()) <= 64), "{size}");
    }
}

#[test]
fn a_png_that_unpacks_to_too_much_is_refused() {
    // 20,000 × 20,000 pixels of one bit compress into a few bytes. The limit applies before the missing rest is
    // noticed.
    let mut bomb = png(8, 8, [0; 4]);
    bomb[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    check_refused(&bomb, "too many pixels");
    // Within the limit of the sides, and still too much: 8,192 × 8,192 in full colour.
    bomb[16..20].copy_from_slice(&8_192_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&8_192_u32.to_be_bytes());
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    check_refused(&bomb, "too many pixels");
}

/// The checksum of a PNG chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 * (sum & 1)))
    })
}

#[test]
fn a_picture_lies_in_the_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("routines");
    fs::create_dir_all(folder.join("pictures")).unwrap();
    let square = drawing("<rect width='9' height='9'/>");
    fs::write(home.path().join("outside.svg"), &square).unwrap();
    fs::write(folder.join("pictures/inside.svg"), &square).unwrap();
    fs::write(folder.join("large.svg"), vec![b' '; (8 << 20) + 1]).unwrap();
    let error =
        |name: &str| load(Some(&folder), name, 64, &DIM_GREEN).map(|picture| picture.image.size).unwrap_err();

    assert_eq!(load(Some(&folder), "pictures/inside.svg", 64, &DIM_GREEN).unwrap().image.size, [64, 32]);
    assert_eq!(error("../outside.svg"), "The picture `../outside.svg` is outside the routine's folder.");
    let absolute = home.path().join("outside.svg").display().to_string();
    assert!(error(&absolute).contains("is outside"));
    assert_eq!(error("none.svg"), "The picture `none.svg` is missing.");
    assert_eq!(error("pictures"), "The picture `pictures` isn't a regular file.");
    assert!(error("large.svg").contains("larger than 8 MB"));
    assert!(load(None, "inside.svg", 64, &DIM_GREEN).is_err());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(home.path().join("outside.svg"), folder.join("out.svg")).unwrap();
        std::os::unix::fs::symlink("pictures/inside.svg", folder.join("in.svg")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.join("endless.png")).unwrap();
        assert!(error("out.svg").contains("is outside") && error("endless.png").contains("is outside"));
        assert!(load(Some(&folder), "in.svg", 64, &DIM_GREEN).is_ok());
    }
}

#[test]
fn a_picture_comes_from_the_background_and_stays_while_another_size_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.svg"), drawing("<rect width='9' height='9'/>")).unwrap();
    let (wake, woken) = channel();
    let mut pictures = Pictures::start(Some(folder.path().to_path_buf()), move || {
        let _ = wake.send(());
    });
    assert!(pictures.get("a.svg", 100, &DIM_GREEN).is_none_or(|drawn| drawn.is_ok()));
    woken.recv().unwrap();
    assert_eq!(pictures.get("a.svg", 100, &DIM_GREEN).unwrap().unwrap().image.size, [128, 64]);
    assert!(pictures.get("a.svg", 128, &DIM_GREEN).is_some());
    assert!(pictures.get("a.svg", 500, &DIM_GREEN).is_some(), "what is there is shown meanwhile");
    woken.recv().unwrap();
    assert_eq!(pictures.get("a.svg", 500, &DIM_GREEN).unwrap().unwrap().image.size, [512, 256]);
    let _ = pictures.get("b.svg", 500, &DIM_GREEN);
    woken.recv().unwrap();
    assert!(pictures.get("b.svg", 500, &DIM_GREEN).unwrap().is_err());
    assert!(woken.try_recv().is_err(), "each is drawn once");
}

#[test]
fn a_drawing_is_seen_on_every_ground_in_its_own_colour_or_on_a_plate() {
    let folder = tempfile::tempdir().unwrap();
    let save = |name: &str, ink: &str| {
        let stroke = format!("<path d='M1 5h18' fill='none' stroke-width='2' stroke='{ink}'/>");
        fs::write(folder.path().join(name), drawing(&stroke)).unwrap();
    };
    let (dark, light) = (Palette::of(Theme::DimGreen, 30), Palette::of(Theme::Light, 30));
    let load = |palette: &Palette| load(Some(folder.path()), "a.svg", 64, palette).unwrap();
    for (ink, on_dark, on_light) in [
        ("black", true, false),
        ("white", false, true),
        ("#9dbba6", false, true),
        ("currentColor", false, false),
    ] {
        save("a.svg", ink);
        for (palette, on_plate) in [(dark, on_dark), (light, on_light)] {
            let picture = load(&palette);
            assert_eq!(picture.is_on_plate, on_plate, "{ink} on {:?}", palette.ground);
            let ground = if on_plate { palette.plate() } else { palette.ground };
            let stroke = picture.image[(32, 16)];
            assert!(contrast(stroke, ground) >= LEAST_OF_A_DRAWING, "{ink}: {stroke:?} on {ground:?}");
        }
    }
    // What is drawn in the text colour is visible there, too.
    let both = "<path d='M1 2h18' stroke='white'/><path d='M1 8h18' stroke='currentColor'/>";
    fs::write(folder.path().join("a.svg"), drawing(both)).unwrap();
    let picture = load(&light);
    assert!(picture.is_on_plate);
    assert!(contrast(picture.image[(32, 25)], light.plate()) >= LEAST_OF_A_DRAWING);
    // An opaque picture needs no plate.
    fs::write(folder.path().join("a.svg"), drawing("<rect width='20' height='10'/>")).unwrap();
    assert!(!load(&dark).is_on_plate);
}

#[test]
fn what_nobody_looks_at_any_more_is_given_up() {
    let (tell_begun, begun) = channel();
    let (let_go, held) = channel::<()>();
    let held = Mutex::new(held);
    let (tell, woken) = channel();
    let load = move |name: &str, _, _: &Palette| {
        tell_begun.send(name.to_owned()).unwrap();
        let _ = held.lock().recv();
        Err("too late".to_owned())
    };
    let mut pictures = Pictures::start_with(load, PATIENCE, move || {
        let _ = tell.send(());
    });
    for name in ["a.svg", "b.svg"] {
        assert!(pictures.get(name, 100, &DIM_GREEN).is_none());
    }
    assert_eq!(begun.recv().unwrap(), "a.svg");
    drop(pictures);
    // The thread ends although the drawing goes on, and begins no other.
    assert!(woken.recv().is_err());
    drop(let_go);
    assert_eq!(begun.iter().count(), 0);
}

#[test]
fn a_drawing_that_takes_too_long_is_not_waited_for() {
    let (let_go, held) = channel::<()>();
    let held = Mutex::new(held);
    let (tell, woken) = channel();
    let load = move |_: &str, _, _: &Palette| {
        let _ = held.lock().recv();
        Err("too late".to_owned())
    };
    let mut pictures = Pictures::start_with(load, Duration::ZERO, move || {
        let _ = tell.send(());
    });
    let _ = pictures.get("a.svg", 100, &DIM_GREEN);
    woken.recv().unwrap();
    let fault = pictures.get("a.svg", 100, &DIM_GREEN).unwrap().unwrap_err();
    assert_eq!(fault, "The picture `a.svg` takes too long to draw; simplify it.");
    drop(let_go);
}

#[test]
fn a_photograph_is_drawn_the_way_up_that_it_says() {
    // 32 pixels wide and 16 high, with a note that it is to be turned by a quarter.
    let photograph = include_bytes!("../../../tests/pictures/turned.jpg");
    let pixels = picture::draw(photograph, 64, [0; 3]).unwrap();
    assert_eq!((pixels.width, pixels.height), (16, 32));
    let [red, green, blue, alpha] = pixels.premultiplied[..4] else { unreachable!() };
    assert!(red > 180 && (90..150).contains(&green) && blue < 80 && alpha == 255);
    check_refused(&photograph[..photograph.len() / 3], "is damaged");
}
