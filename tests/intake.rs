//! Taking in files: walking folders, hostile files, order. What a page is parsed to is not tested here.

use std::path::{Path, PathBuf};

use morgue::intake::{Controls, Input, Progress, Report, run};
use morgue::library::{From, Library, Query};

use crate::kit::library::{Shelf, news};

fn take(library: &mut Library, path: PathBuf) -> Report {
    run(vec![Input::Path(path)], library, &Controls::default(), |_| {}).unwrap()
}

/// The paths of a report, without the folder of saved files.
fn names<'a>(shelf: &Shelf, paths: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
    let folder = shelf.saved();
    let name = |path: &PathBuf| path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned();
    paths.into_iter().map(name).collect()
}

#[test]
fn a_folder_is_searched_to_the_bottom_by_name_and_what_is_hidden_is_left_out() {
    let shelf = Shelf::new();
    for (n, name) in
        ["b.txt", "a/z.txt", "a/b/c/deep.txt", "c", ".hidden.txt", ".git/config", "a/.x"].iter().enumerate()
    {
        shelf.save(name, news(n));
    }
    let mut library = Library::in_memory().unwrap();
    let report = take(&mut library, shelf.saved());
    assert_eq!(names(&shelf, report.new.iter().map(|(_, _, path)| path)), ["a/b/c/deep.txt", "a/z.txt", "b.txt", "c"]);
    let hidden = take(&mut library, shelf.saved().join(".hidden.txt"));
    assert_eq!(hidden.new.len(), 1, "a hidden file that is named is meant");
}

#[cfg(unix)]
#[test]
fn links_that_go_round_end() {
    use std::os::unix::fs::symlink;
    let shelf = Shelf::new();
    shelf.save("one/two/page.txt", news(1));
    let saved = shelf.saved();
    symlink(&saved, saved.join("one/two/up")).unwrap();
    symlink("loop", saved.join("loop")).unwrap();
    symlink(saved.join("one/two/page.txt"), saved.join("link.txt")).unwrap();
    let mut library = Library::in_memory().unwrap();
    let report = take(&mut library, saved);
    assert_eq!(names(&shelf, report.new.iter().map(|(_, _, path)| path)), ["link.txt"]);
    assert_eq!(names(&shelf, &report.already), ["one/two/page.txt"]);
    assert_eq!(names(&shelf, report.failed.iter().map(|(path, _)| path)), ["loop"]);
}

#[cfg(unix)]
#[test]
fn a_bad_file_is_a_line_of_the_report() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    shelf.save("1-empty.txt", "");
    shelf.save("2-blank.txt", " \n\n\t\n");
    shelf.save("3-picture.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01");
    shelf.save(
        "4-noise.bin",
        (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x1f).collect::<Vec<u8>>(),
    );
    let huge = std::fs::File::create(shelf.saved().join("5-huge.txt")).unwrap();
    huge.set_len(500 << 20).unwrap();
    let secret = shelf.save("6-secret.txt", news(6));
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    let readable_anyway = std::fs::read(&secret).is_ok(); // for root
    let pipe = shelf.saved().join("7-pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(shelf.saved().join("8-socket")).unwrap();
    shelf.save("9-fine.txt", news(9));

    let mut library = Library::in_memory().unwrap();
    let report = take(&mut library, shelf.saved());
    let failed: Vec<String> = report
        .failed
        .iter()
        .map(|(path, trouble)| format!("{} {trouble}", path.file_name().unwrap().to_string_lossy()))
        .collect();
    let expected = [
        ("1-empty.txt", "is empty"),
        ("2-blank.txt", "is empty"),
        ("3-picture.jpg", "a picture"),
        ("4-noise.bin", "binary data"),
        ("5-huge.txt", "is too large (500 MB"),
        ("6-secret.txt", "cannot be read"),
        ("7-pipe", "is a pipe"),
        ("8-socket", "is a socket"),
    ];
    let expected: Vec<_> =
        expected.into_iter().filter(|(name, _)| !(readable_anyway && name.starts_with('6'))).collect();
    assert_eq!(failed.len(), expected.len(), "{failed:#?}");
    for (line, (name, reason)) in failed.iter().zip(expected) {
        assert!(line.starts_with(name) && line.contains(reason), "{line}");
    }
    assert!(report.new.iter().any(|(_, _, path)| path.ends_with("9-fine.txt")));
}

#[test]
fn what_is_not_there_is_a_line_of_the_report() {
    let mut library = Library::in_memory().unwrap();
    let report = take(&mut library, "/no/such/file".into());
    assert_eq!(report.failed.len(), 1);
    assert_eq!(report.failed[0].0, Path::new("/no/such/file"));
}

#[test]
fn progress_is_told_to_the_end() {
    let shelf = Shelf::new();
    (0..30).for_each(|n| drop(shelf.save(&format!("{n:02}.txt"), news(n))));
    let told = std::sync::Mutex::new(Vec::new());
    let mut library = Library::in_memory().unwrap();
    let input = vec![Input::Path(shelf.saved())];
    run(input, &mut library, &Controls::default(), |progress| told.lock().unwrap().push(progress)).unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(told.first(), Some(&Progress::Found(30)));
    assert_eq!(told.last(), Some(&Progress::Filed { done: 30, total: 30, new: 30, failed: 0 }));
}

#[test]
fn every_sample_is_filed() {
    let mut library = Library::in_memory().unwrap();
    let samples = morgue::intake::samples();
    let count = samples.len();
    let report = run(samples, &mut library, &Controls::default(), |_| {}).unwrap();
    assert_eq!((report.new.len(), report.failed.len()), (count, 0), "{:?}", report.failed);
    let reader = library.reader().unwrap();
    let (query, _) = Query::parse("", &reader, jiff::civil::date(2026, 11, 24));
    assert_eq!(reader.list(&query, From::Top, 100).unwrap().rows.len(), count);
}
