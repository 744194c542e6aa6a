//! How far a value may go before something is wrong with it, and what that is.

/// How far a value may go, among values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The first that may be chosen.
    pub least: usize,
    /// The last that may be chosen.
    pub most: usize,
    /// What would be wrong before the first; nothing if that is the first of all.
    pub why_least: Option<String>,
    /// What would be wrong behind the last; nothing if that is the last of all.
    pub why_most: Option<String>,
}

/// Tries values on either side of the one at `here`, of `count` in order; `wrong` says what would be wrong with one. Nothing if
/// that one is wrong itself: then any other may be what mends it.
///
/// It is looked for by halves, so a value is held to be wrong behind one that is.
pub fn reach(count: usize, here: usize, mut wrong: impl FnMut(usize) -> Option<String>) -> Option<Reach> {
    if here >= count || wrong(here).is_some() {
        return None;
    }
    let mut reach = Reach { least: here, most: here, ..Reach::default() };
    let last = count - 1;
    reach.why_most = (here < last).then(|| wrong(last)).flatten();
    if reach.why_most.is_some() {
        let mut bad = last;
        while bad - reach.most > 1 {
            let middle = usize::midpoint(reach.most, bad);
            match wrong(middle) {
                Some(why) => (bad, reach.why_most) = (middle, Some(why)),
                None => reach.most = middle,
            }
        }
    } else {
        reach.most = last;
    }
    reach.why_least = (here > 0).then(|| wrong(0)).flatten();
    if reach.why_least.is_some() {
        let mut bad = 0;
        while reach.least - bad > 1 {
            let middle = usize::midpoint(bad, reach.least);
            match wrong(middle) {
                Some(why) => (bad, reach.why_least) = (middle, Some(why)),
                None => reach.least = middle,
            }
        }
    } else {
        reach.least = 0;
    }
    Some(reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_is_right_is_found_on_either_side_with_what_is_wrong_behind_it() {
        for (least, most) in (0..20).flat_map(|least| (least..20).map(move |most| (least, most))) {
            let mut tried = 0;
            for here in least..=most {
                let found = reach(20, here, |at| {
                    tried += 1;
                    (at < least)
                        .then(|| "too little".to_owned())
                        .or((at > most).then(|| "too much".to_owned()))
                });
                let expected = Reach {
                    least,
                    most,
                    why_least: (least > 0).then(|| "too little".to_owned()),
                    why_most: (most < 19).then(|| "too much".to_owned()),
                };
                assert_eq!(found, Some(expected));
            }
            assert!(tried <= (most - least + 1) * 13, "{tried}");
        }
        assert_eq!(reach(20, 3, |at| (at == 3).then(String::new)), None);
        assert_eq!(reach(0, 0, |_| None), None);
    }
}
