//! The sample articles that are built into the program: invented news in several formats, full of clutter.

use super::Input;

/// A row a sample: the name of its file, and its bytes.
macro_rules! table {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../assets/samples/", $name)))),*]
    };
}

const SAMPLES: &[(&str, &[u8])] = table! {
    "01-holmwick-mercury-tariff.txt"
    "02-skerland-courier-brussels.txt"
    "03-tarrow-valley-water.txt"
    "04-driftnet-strike-vote.txt"
    "05-dunmarrow-post-fire.txt"
    "06-tarrow-valley-lake.txt"
    "07-port-ellery-gazette-debate.txt"
    "08-holmwick-mercury-quota.txt"
    "09-port-ellery-gazette-housing.html"
    "10-holmwick-mercury-cod-survey.html"
    "11-port-ellery-gazette-strike-deal.html"
    "12-weserkuesten-bote-fischzoll.html"
    "13-skerland-courier-two-pells.html"
    "14-dunmarrow-post-election.html"
    "15-holmwick-mercury-quota.html"
    "16-atlantic-ledger-duty.md"
    "17-skerland-courier-election-result.md"
    "18-northwater-review-okonjo.md"
};

/// The samples, ready to be filed.
#[must_use]
pub fn samples() -> Vec<Input> {
    SAMPLES.iter().map(|&(name, bytes)| Input::Builtin { name, bytes }).collect()
}
