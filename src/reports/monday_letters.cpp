#include "reports/monday_letters.hpp"

#include <nlohmann/json.hpp>

#include "identity/people_store.hpp"
#include "mail/monday.hpp"
#include "reports/asking.hpp"
#include "reports/basis.hpp"
#include "reports/monday_content.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t most_readers = 200;  ///< at a time; the next minute goes on

nlohmann::json content_for(const Services& services, const Scope& scope, web::Language language, Timestamp now) {
    const auto week = period(NamedPeriod::LastWeek, now);
    const Question question{.period = week, .scope = scope, .group = scope.is_whole_school() ? Group::Role : Group::Unit, .hides_few = !scope.is_whole_school()};
    auto before = question;
    before.period = {stockholm_midnight(week.starts_at, -28), week.starts_at};
    const auto names = read_names(services, scope);
    const Wording wording{services.pages.texts(), language, now, names};
    MondayFigures figures{.week = ask(services, question, now, names), .before = ask(services, before, now, names), .standing = {}, .basis = {}};
    figures.standing = services.facts.read([&](const Table& table) { return standing_of(table, question, now, names.matrix()); });
    figures.basis = Basis{figures.week, services.calendars, wording}.brief;
    return monday_content(figures, wording);
}

}  // namespace

std::size_t MondayLetters::write(Timestamp now) const {
    const auto due = mail::monday::due_at(now);
    if (!due) {
        return 0;
    }
    std::size_t written = 0;
    for (const auto& reader : services_.database.read([&](db::Session& session) { return mail::monday::readers(session, *due, most_readers); })) {
        auto person = services_.database.read([&](db::Session& session) { return identity::find_person(session, reader.person, now); });
        if (!person) {
            continue;
        }
        identity::add_todays_rights(*person, todays_rights_, now);
        const auto content = content_for(services_, scope_of(*person), reader.language, now);
        written += mail::monday::write(services_.database, reader, *due, content, domain_, now) ? 1U : 0U;
    }
    return written;
}

}  // namespace ansvar::reports
