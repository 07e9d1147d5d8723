use crate::collection::Numbered;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::qa::SubNumber;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for sequence in context.sequences {
        let in_order = longest_ascending(&sequence.questions);
        let mut before: Option<&Numbered> = None;
        for (question, in_order) in sequence.questions.iter().zip(&in_order) {
            if *in_order {
                before = Some(question);
                continue;
            }
            let number = question.number;
            // A number that is there twice is a duplicate, wherever it stands.
            if sequence.is_duplicate(question) {
                continue;
            }
            let message = match before {
                Some(before) => {
                    format!("question {number} stands behind question {}", before.number)
                }
                None => format!("question {number} stands before smaller numbers"),
            };
            let primary = Label {
                file: question.file,
                span: question.span,
                message: String::new(),
            };
            let diagnostic = reporter.report(primary, message);
            if let Some(before) = before {
                diagnostic.label(before.file, before.span, "the number before");
            }
            diagnostic.help("move the question, or renumber");
        }
    }
}

/// Which of the numbers belong to the longest ascending subsequence: the fewest that
/// have to move are the others. (Patience sorting, n log n.)
fn longest_ascending(sequence: &[Numbered]) -> Vec<bool> {
    // For each length, the index of the smallest number that ends a subsequence of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    for (index, question) in sequence.iter().enumerate() {
        let length = ends.partition_point(|&end| key(&sequence[end]) < key(question));
        previous.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut belongs = vec![false; sequence.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        belongs[index] = true;
        at = previous[index];
    }
    belongs
}

fn key(question: &Numbered) -> (u32, Option<SubNumber>) {
    (question.number, question.sub)
}
