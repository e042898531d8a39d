#include "identity/user_commands.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/administration.hpp"
#include "identity/departure.hpp"
#include "identity/people_store.hpp"
#include "identity/second_factor_reset.hpp"

namespace ansvar::identity {

namespace {

using Said = Result<std::string, NobodyThere>;

constexpr std::size_t name_limit = 200;

std::string line_of(const Person& person) {
    std::vector<std::string> words;
    for (const auto& role : person.roles) {
        words.push_back(role.value);
    }
    const auto rights = audit_view(person)["rights"];
    for (const auto& right : rights) {
        words.push_back(right.get<std::string>());
    }
    return fmt::format("{}  {}  {}\n", person.email ? person.email->text() : "-", person.name, words.empty() ? "-" : join(words, " "));
}

}  // namespace

Said add_user(db::Database& database, const NewUser& user, Timestamp now) {
    const auto email = MailAddress::parse(user.mail);
    if (!email) {
        return refuse(NobodyThere{"that is not a mail address"});
    }
    PersonChange change{.draft = {.email = email, .name = std::string{trim(user.name)}}, .roles = {}};
    if (change.draft.name.empty() || check_line(change.draft.name, name_limit) != TextFault::None) {
        return refuse(NobodyThere{"a name is one line of 1 to 200 characters"});
    }
    change.draft.is_administrator = user.is_administrator;
    change.draft.is_manager = user.is_manager;
    for (const auto& role : user.roles) {
        change.roles.push_back(RoleCode{role});
    }
    try {
        database.in_transaction([&](db::Transaction& tx) { return add_person(tx, change, now, Actor::command()).value().person; });
    } catch (const db::Duplicate&) {
        return refuse(NobodyThere{"somebody with that mail address is known already"});
    } catch (const db::ForeignKey&) {
        return refuse(NobodyThere{"there is no role of that code"});
    }
    return "added " + email->text();
}

std::string list_users_as_text(db::Database& database, bool left, Timestamp now) {
    std::string text;
    PeopleSearch search{.text = "", .page = 1, .page_size = 1000, .left = left ? PeopleSearch::Left::Only : PeopleSearch::Left::No};
    for (bool is_more = true; is_more; ++search.page) {
        const auto found = database.read([&](db::Session& session) { return search_people(session, search, now); });
        for (const auto& line : found.lines) {
            text += line_of(line.person);
        }
        is_more = std::size_t{search.page} * search.page_size < found.total;
    }
    return text;
}

Said disable_user(db::Database& database, std::string_view mail, OpenWork* work, Timestamp now) {
    const auto email = MailAddress::parse(mail);
    auto said = database.in_transaction([&](db::Transaction& tx) -> Said {
        const auto person = email ? find_person_by_email(tx, *email, now) : std::nullopt;
        if (!person) {
            return refuse(NobodyThere{"nobody with that mail address is known"});
        }
        if (person->left_at) {
            return refuse(NobodyThere{"that person has left already"});
        }
        if (!leave(tx, person->id, work, Actor::command(), now)) {
            return refuse(NobodyThere{"that is the last administrator: make somebody else one first"});
        }
        return email->text() + " has left";
    });
    if (said && work != nullptr) {
        work->committed();
    }
    return said;
}

Said reset_second_factor_of(db::Database& database, std::string_view mail, Timestamp now) {
    const auto email = MailAddress::parse(mail);
    return database.in_transaction([&](db::Transaction& tx) -> Said {
        const auto person = email ? find_person_by_email(tx, *email, now) : std::nullopt;
        if (!person) {
            return refuse(NobodyThere{"nobody with that mail address is known"});
        }
        if (!reset_second_factor(tx, person->id, Actor::command(), now)) {
            return refuse(NobodyThere{"that person has no second factor"});
        }
        return email->text() + " signs in without a second factor until the next one is set up";
    });
}

}  // namespace ansvar::identity
