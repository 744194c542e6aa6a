//! How the time of day is written where the person lives, and with which day a week begins there.
//!
//! The lists are those of the Unicode CLDR, version 48 (`supplemental/timeData` and `weekData`).

use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset, Weekday};

/// Territories that write `2:30 pm` rather than `14:30`.
const TWELVE_HOURS: &str = "AE AG AL AR AS AU BB BD BH BM BN BO BS BT CA CL CO CR CU CY DJ DM DO DZ EC EG EH ER ET FJ FM \
     GD GH GM GR GT GU GY HK HN IN IQ JM JO KH KI KN KP KR KW KY LB LC LR LS LY MH MO MP MR MW MX MY NA NI NZ OM PA PE PG \
     PH PK PR PS PW PY QA SA SB SD SG SL SO SS SV SY SZ TC TD TN TO TT TW UM US UY VC VE VG VI VU WS YE ZM";
/// Territories whose week begins on Sunday; elsewhere it is Monday unless another list has it.
const SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ NI \
     NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
/// Territories whose week begins on Saturday.
const SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
/// The territory whose week begins on Friday.
const FRIDAY: &str = "MV";

/// What is usual somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customs {
    /// Whether hours are counted to 12, twice a day.
    pub twelve_hours: bool,
    /// The first day of a week.
    pub week_begins: Weekday,
}

/// What is usual where nothing is known of the place: ISO 8601.
impl Default for Customs {
    fn default() -> Self {
        Self { twelve_hours: false, week_begins: Weekday::Mon }
    }
}

impl Customs {
    /// What is usual in the territory of a locale, such as `en_US.UTF-8` or `en-US`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        // The first part is the language; a script has four letters.
        let territory = name.split(['_', '-']).skip(1).find(|part| part.len() == 2);
        let is_in = |list: &str| {
            territory.is_some_and(|here| list.split_whitespace().any(|code| code.eq_ignore_ascii_case(here)))
        };
        let week_begins = match () {
            () if is_in(SUNDAY) => Weekday::Sun,
            () if is_in(SATURDAY) => Weekday::Sat,
            () if is_in(FRIDAY) => Weekday::Fri,
            () => Weekday::Mon,
        };
        Self { twelve_hours: is_in(TWELVE_HOURS), week_begins }
    }

    /// What this person's system says.
    #[must_use]
    pub fn of_this_person() -> Self {
        // Those who read English and write their time otherwise say so with `LC_TIME`.
        let of_time = if cfg!(unix) {
            ["LC_ALL", "LC_TIME", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty())
        } else {
            None
        };
        of_time.or_else(sys_locale::get_locale).map(|locale| Self::of_locale(&locale)).unwrap_or_default()
    }

    /// A date and a time in the form of [`DateTime::format`], with `%H:%M` as is usual here.
    #[must_use]
    pub fn written(self, at: DateTime<FixedOffset>, form: &str) -> String {
        let twelve = self.twelve_hours.then(|| form.replace("%H:%M", "%-I:%M %P"));
        at.format(twelve.as_deref().unwrap_or(form)).to_string()
    }

    /// The days of a week in their order.
    #[must_use]
    pub fn week(self) -> [Weekday; 7] {
        let mut day = self.week_begins;
        std::array::from_fn(|_| {
            let this = day;
            day = day.succ();
            this
        })
    }
}

static CURRENT: OnceLock<Customs> = OnceLock::new();

/// Makes these the ones of the program, once, at its start.
pub(crate) fn adopt(customs: Customs) {
    let _ = CURRENT.set(customs);
}

/// Those of the program.
#[must_use]
pub fn current() -> Customs {
    CURRENT.get().copied().unwrap_or_default()
}

/// A date and a time as is usual here; see [`Customs::written`].
#[must_use]
pub fn written(at: DateTime<FixedOffset>, form: &str) -> String {
    current().written(at, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(locale: &str, time: &str, week_begins: Weekday) {
        let customs = Customs::of_locale(locale);
        let at = DateTime::parse_from_rfc3339("2026-03-10T14:05:00+01:00").unwrap();
        assert_eq!(customs.written(at, "%a %-d %b, %H:%M"), format!("Tue 10 Mar, {time}"), "{locale}");
        assert_eq!(customs.week_begins, week_begins, "{locale}");
    }

    #[test]
    fn a_territory_has_its_clock_and_its_week() {
        check("en_US.UTF-8", "2:05 pm", Weekday::Sun);
        check("en-US", "2:05 pm", Weekday::Sun);
        check("de_DE", "14:05", Weekday::Mon);
        check("en_GB.UTF-8@euro", "14:05", Weekday::Mon);
        check("en_AU", "2:05 pm", Weekday::Mon);
        check("pt_BR", "14:05", Weekday::Sun);
        check("ar_EG", "2:05 pm", Weekday::Sat);
        check("dv_MV", "14:05", Weekday::Fri);
        check("zh-Hant-TW", "2:05 pm", Weekday::Sun);
    }

    #[test]
    fn without_a_territory_it_is_as_in_the_standard() {
        for locale in ["", "C", "C.UTF-8", "POSIX", "en", "_", "eo"] {
            check(locale, "14:05", Weekday::Mon);
        }
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        let us = Customs::of_locale("en_US");
        for (hour, written) in [("00", "12:30 am"), ("12", "12:30 pm")] {
            let at = DateTime::parse_from_rfc3339(&format!("2026-03-10T{hour}:30:00+00:00")).unwrap();
            assert_eq!(us.written(at, "%H:%M"), written);
        }
    }

    #[test]
    fn a_week_has_each_day_once_from_its_first() {
        let week = Customs::of_locale("en_US").week();
        assert_eq!(week[0], Weekday::Sun);
        assert_eq!(week[6], Weekday::Sat);
        assert_eq!(Customs::default().week()[1], Weekday::Tue);
    }
}
