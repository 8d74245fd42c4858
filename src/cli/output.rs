//! What every command shares: exit codes, and a standard output whose broken pipe is success.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use morgue::config;
use morgue::library::{Complaint, Error, Query, Reader};

/// How a command ended, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Fine.
    Fine,
    /// Nothing was found.
    Nothing,
    /// Finished, but some files failed.
    SomeFailed,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Nothing => 1,
            Self::SomeFailed => 3,
        }
    }
}

/// Wrong use that the parser of the command line cannot see.
pub(crate) const WRONG_USE: u8 = 2;

/// The library is locked, damaged, from a newer version, or cannot be opened.
const OUT_OF_REACH: u8 = 4;

/// Turns a command's result into the exit code, and prints the error: a sentence, its causes behind colons.
pub(crate) fn finish(result: anyhow::Result<Exit>) -> ExitCode {
    match result {
        Ok(exit) => exit.code().into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("{error:#}"));
            let of_the_library = error.chain().find_map(|cause| cause.downcast_ref::<Error>());
            match of_the_library {
                Some(Error::Missing { .. }) => Exit::Nothing.code(),
                Some(error) if error.is_of_the_library() => OUT_OF_REACH,
                _ => WRONG_USE,
            }
            .into()
        }
    }
}

/// Prints help and the like on standard output, and what is wrong with the command line on standard error: safely, since
/// it repeats what was typed.
pub(crate) fn refuse(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        let _ = write!(io::stderr(), "{}", morgue::text::clean::clean(&error.to_string()));
        return WRONG_USE.into();
    }
    // A closed standard output is no failure, here as elsewhere.
    let _ = error.print();
    ExitCode::SUCCESS
}

/// A sentence on standard error. If that is closed, nobody can be told.
pub(crate) fn tell(sentence: &str) {
    // What was typed, and the names of files, may hold signs that steer a terminal.
    let _ = writeln!(io::stderr(), "morgue: {}", morgue::text::clean::clean(sentence));
}

/// Opens the library for reading, with the topics of the reader's own.
///
/// # Errors
/// Where there is none, or it or the file of topics cannot be read.
pub(crate) fn reader(library: Option<&Path>) -> anyhow::Result<Reader> {
    let mut reader = Reader::open(&config::library_folder(library)?)?;
    reader.set_topics(config::topics()?);
    Ok(reader)
}

/// Reads a query as it was typed on the command line, and tells what of it was not understood.
pub(crate) fn query(reader: &Reader, typed: &[String]) -> Query {
    let typed = typed.join(" ");
    let (query, complaints) = Query::parse(&typed, reader, jiff::Zoned::now().date());
    tell_complaints(&typed, &complaints);
    query
}

/// Tells what of a query was not understood; the rest of it holds.
pub(crate) fn tell_complaints(query: &str, complaints: &[Complaint]) {
    for Complaint { range, message } in complaints {
        tell(&format!("{}: {message}", query.get(range.clone()).unwrap_or(query)));
    }
}

/// Writes to standard output through one buffer.
///
/// # Errors
/// Whatever writing gives; a broken pipe is told apart by [`finish`].
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    stream(|out| Ok(write(out)?))
}

/// [`print`], of what is read meanwhile: where reading fails, what was written before is printed all the same.
///
/// # Errors
/// Whatever reading or writing gives.
pub(crate) fn stream(write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes a value as one line of JSON.
pub(crate) fn json_line(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A path as it can be shown: in one line, without signs that steer a terminal.
pub(crate) fn shown(path: &Path) -> String {
    morgue::text::clean::clean(&path.to_string_lossy()).replace(['\n', '\t'], " ")
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_end_has_its_code() {
        let path = std::path::PathBuf::from("/library.db");
        let cases: [(anyhow::Result<Exit>, u8); 7] = [
            (Ok(Exit::Fine), 0),
            (Ok(Exit::Nothing), 1),
            (Ok(Exit::SomeFailed), 3),
            (Err(Error::Missing { path: path.clone() }.into()), 1),
            (Err(Error::Locked { path }.into()), 4),
            (Err(anyhow::anyhow!("what?")), 2),
            (Err(io::Error::from(io::ErrorKind::BrokenPipe).into()), 0),
        ];
        for (result, code) in cases {
            let shown = format!("{result:?}");
            assert_eq!(finish(result), ExitCode::from(code), "{shown}");
        }
    }
}
