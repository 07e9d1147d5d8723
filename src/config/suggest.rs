//! The name that was most likely meant.

/// The longest name, in bytes, that is compared with others; nobody mistypes more than that.
const LONGEST: usize = 64;

/// The least that an abbreviation keeps of a name, in bytes.
const SHORTEST: usize = 3;

/// The one of `names` that is nearest to `given`, if one is near: at most a third of its
/// characters differ, or it is cut off. Case does not count, and a rule's name may stand without
/// its group.
pub(crate) fn nearest<'a>(
    given: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if given.len() > LONGEST {
        return None;
    }
    let given = given.to_lowercase();
    let tail = tail(&given);
    let near = |name: &'a str| {
        let whole = distance(&given, name);
        // A rule under another group or none is one more mistake.
        let rule = name.contains('/').then(|| distance(tail, self::tail(name)));
        let rule = rule.flatten().map(|distance| distance + 1);
        let least = whole.into_iter().chain(rule).min()?;
        Some((least, name))
    };
    names
        .into_iter()
        .filter_map(near)
        .min()
        .map(|(_, name)| name)
}

fn tail(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// How many characters differ, if few do.
fn distance(a: &str, b: &str) -> Option<usize> {
    if a.len() >= SHORTEST && b.starts_with(a) {
        return Some(1);
    }
    let distance = strsim::damerau_levenshtein(a, b);
    let tolerance = (a.chars().count().max(b.chars().count()) / 3).max(1);
    (distance <= tolerance && distance < b.chars().count()).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near() {
        let names = [
            "encoding",
            "encoding/mojibake",
            "numbering/gap",
            "structure/missing-answer",
        ];
        let nearest = |given| nearest(given, names);
        assert_eq!(nearest("encodign"), Some("encoding"));
        assert_eq!(nearest("ENCODING/Mojibake"), Some("encoding/mojibake"));
        assert_eq!(nearest("mojibake"), Some("encoding/mojibake"));
        assert_eq!(nearest("structure/gap"), Some("numbering/gap"));
        assert_eq!(nearest("missing-anwser"), Some("structure/missing-answer"));
        assert_eq!(nearest("enc"), Some("encoding"));
        assert_eq!(nearest("links"), None);
        assert_eq!(nearest(""), None);
        assert_eq!(nearest(&"encoding".repeat(100)), None);
    }
}
