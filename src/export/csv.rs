//! Rows of comma-separated values, as RFC 4180 has them: lines end with CR LF, a cell with a comma, a quotation mark or a line
//! break stands in quotation marks. What the columns are is the caller's.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and what is printed here comes from the web:
//! such a cell gets an apostrophe before it, which a spreadsheet takes as "this is text" (OWASP, CSV injection).

/// A row, with the end of its line.
#[must_use]
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        if cell.contains([',', '"', '\r', '\n']) {
            line.push('"');
            line.push_str(guard);
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(guard);
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_run_nowhere() {
        let cases: [(&[&str], &str); 7] = [
            (&["a", "b"], "a,b\r\n"),
            (&["", ""], ",\r\n"),
            (&["a, b", "say \"no\""], "\"a, b\",\"say \"\"no\"\"\"\r\n"),
            (&["two\nlines"], "\"two\nlines\"\r\n"),
            (&["=1+1", "+4", "-5", "@sum", "\tx"], "'=1+1,'+4,'-5,'@sum,'\tx\r\n"),
            (&["=HYPERLINK(\"x\",1)"], "\"'=HYPERLINK(\"\"x\"\",1)\"\r\n"),
            (&["2026-11-21", "1 - 2", "' quoted"], "2026-11-21,1 - 2,' quoted\r\n"),
        ];
        for (cells, expected) in cases {
            assert_eq!(row(cells.iter().copied()), expected, "{cells:?}");
        }
    }
}
