//! Files to the library, on threads: walk, read, parse, file, report. One bad file never ends an import.
