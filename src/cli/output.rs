//! What every command shares: exit codes, and a standard output whose broken pipe is success.

use std::io::{self, Write};
use std::process::ExitCode;

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

/// Turns a command's result into the exit code, and prints the error: a sentence, its causes behind colons.
pub(crate) fn finish(result: anyhow::Result<Exit>) -> ExitCode {
    match result {
        Ok(exit) => exit.code().into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "morgue: {error:#}");
            WRONG_USE.into()
        }
    }
}

/// Writes to standard output through one buffer.
///
/// # Errors
/// Whatever writing gives; a broken pipe is told apart by [`finish`].
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
