#include "identity/command_line.hpp"

#include <stdexcept>

#include "identity/audit.hpp"
#include "identity/links.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

Result<Person, NobodyThere> find_who(db::Transaction& tx, std::string_view who, std::string_view first_administrator, Timestamp now) {
    if (who == "admin") {
        const auto email = MailAddress::parse(first_administrator);
        if (!email) {
            throw std::logic_error("the first administrator's mail address is not one");
        }
        return make_first_administrator(tx, *email, now);
    }
    const auto email = MailAddress::parse(who);
    if (!email) {
        return refuse(NobodyThere{"that is not a mail address"});
    }
    auto person = find_person_by_email(tx, *email, now);
    if (!person || person->left_at) {
        return refuse(NobodyThere{"nobody with that mail address is known"});
    }
    return *std::move(person);
}

Result<std::string, NobodyThere> make_link(db::Database& database, const Settings& settings, std::string_view who, Timestamp now,
                                           std::string_view first_administrator) {
    const auto person = database.in_transaction([&](db::Transaction& tx) {
        auto found = find_who(tx, who, first_administrator, now);
        if (found) {
            record(tx, Actor::command(), {.action = "link.printed", .object_kind = "person", .object_id = found->id.text()}, now);
        }
        return found;
    });
    if (!person) {
        return refuse(person.error());
    }
    return draw_link(database, settings, {.email = person->email.value(), .language = person->language}, now);
}

}  // namespace ansvar::identity
