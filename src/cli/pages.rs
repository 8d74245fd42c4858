//! Going through a list a page at a time, so that the first line comes at once and no list is held whole. What a row is made of
//! is the library's business.

use morgue::library::{ArticleId, DossierRow, EntityId, Error, From, Narrow, Order, Query, Reader, Row};

/// Rows read at a time.
const PAGE: usize = 200;

/// Rows, read a page after the other; after an error there are no more.
struct Pages<R, F> {
    read: F,
    id: fn(&R) -> ArticleId,
    page: std::vec::IntoIter<R>,
    last: Option<ArticleId>,
    more: bool,
}

/// The articles a query finds, at most `limit` if there is one.
pub(crate) fn rows(
    reader: &Reader,
    order: Order,
    query: &Query,
    limit: Option<usize>,
) -> impl Iterator<Item = Result<Row, Error>> {
    let limit = limit.unwrap_or(usize::MAX);
    let read = move |after: Option<ArticleId>| {
        let page = reader.list_in(order, query, after.map_or(From::Top, From::After), PAGE.min(limit))?;
        Ok((page.rows, page.more))
    };
    pages(read, |row: &Row| row.id).take(limit)
}

/// The articles filed under a name, newest first.
pub(crate) fn filed(reader: &Reader, entity: EntityId) -> impl Iterator<Item = Result<DossierRow, Error>> {
    let read = move |after| {
        let page = reader.filed(entity, Narrow::default(), after, PAGE)?;
        Ok((page.rows, page.more))
    };
    pages(read, |row: &DossierRow| row.row.id)
}

/// `read` gives the rows after one, and whether there are more behind them.
fn pages<R, F>(read: F, id: fn(&R) -> ArticleId) -> Pages<R, F>
where
    F: FnMut(Option<ArticleId>) -> Result<(Vec<R>, bool), Error>,
{
    Pages { read, id, page: Vec::new().into_iter(), last: None, more: true }
}

impl<R, F> Iterator for Pages<R, F>
where
    F: FnMut(Option<ArticleId>) -> Result<(Vec<R>, bool), Error>,
{
    type Item = Result<R, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0 && std::mem::take(&mut self.more) {
            match (self.read)(self.last) {
                Ok((rows, more)) => {
                    self.more = more && !rows.is_empty();
                    self.page = rows.into_iter();
                }
                Err(error) => return Some(Err(error)),
            }
        }
        let row = self.page.next()?;
        self.last = Some((self.id)(&row));
        Some(Ok(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_join_and_end_with_an_error() {
        let mut asked = Vec::new();
        let read = |after: Option<ArticleId>| {
            asked.push(after);
            match after.map(|after| after.0) {
                None => Ok((vec![9, 8], true)),
                Some(8) => Ok((vec![7], true)),
                _ => Err(Error::Interrupted),
            }
        };
        let all: Vec<Option<i64>> = pages(read, |&row| ArticleId(row)).map(Result::ok).collect();
        assert_eq!(all, [Some(9), Some(8), Some(7), None]);
        assert_eq!(asked, [None, Some(ArticleId(8)), Some(ArticleId(7))]);
        let empty = pages(|_| Ok((Vec::<i64>::new(), true)), |&row| ArticleId(row));
        assert_eq!(empty.count(), 0);
    }
}
