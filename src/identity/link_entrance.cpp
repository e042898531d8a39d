#include "identity/link_entrance.hpp"

#include "db/errors.hpp"
#include "identity/links.hpp"
#include "identity/people_store.hpp"
#include "identity/sign_in.hpp"

namespace ansvar::identity {

namespace {

/// Somebody who reads mail at that address, unless they have left the school.
std::optional<Person> find_reader(db::Transaction& tx, const LinkPurpose& purpose, Timestamp now) {
    auto person = get_or_make_requester(tx, purpose.email, now, purpose.language);
    return person.left_at ? std::nullopt : std::optional{std::move(person)};
}

/// Whose link it was, once it is used up; nothing when somebody else was faster or it opens nothing any more.
std::optional<Person> use_up(db::Transaction& tx, const Settings& settings, const LinkPurpose& purpose, std::string_view token, Timestamp now) {
    if (!use_link(tx, token, now)) {
        return std::nullopt;
    }
    if (!purpose.pending && !may_sign_in(tx, settings, purpose.email, now)) {
        return std::nullopt;  // the address was somebody's when the letter was written
    }
    return find_reader(tx, purpose, now);
}

}  // namespace

std::optional<UsedLink> enter_by_link(const Services& services, const Entrance& entrance, std::string_view link_token, const std::string& next,
                                      const Client& client, const std::optional<std::string>& old_session_token, Timestamp now) {
    auto& database = services.database;
    const auto link = database.read([&](db::Session& session) { return find_link(session, link_token, now); });
    if (!link) {
        return std::nullopt;
    }
    UsedLink used{.person = {}, .first = {.method = Method::Link, .next = next}, .keys = {}};
    if (link->purpose.pending) {
        const auto reader = database.in_transaction([&](db::Transaction& tx) { return find_reader(tx, link->purpose, now); });
        if (!reader) {
            return std::nullopt;
        }
        used.first.next = services.confirm_pending(*link->purpose.pending, *reader, now);
    }
    const auto enter = [&](db::Transaction& tx) -> std::optional<UsedLink> {
        auto person = use_up(tx, services.settings, link->purpose, link_token, now);
        if (!person) {
            return std::nullopt;
        }
        const auto entered = entrance.let_in(tx, *person, used.first, client, used.keys, old_session_token, now);
        return UsedLink{.person = *std::move(person), .first = used.first, .keys = used.keys, .entered = entered};
    };
    try {
        return database.in_transaction(enter);
    } catch (const db::CommitUnknown&) {
        const auto entered = database.read([&](db::Session& session) { return entrance.find(session, used.keys, now); });
        if (!entered) {
            return database.in_transaction(enter);
        }
        used.entered = *entered;
        const auto reader = database.in_transaction([&](db::Transaction& tx) { return find_reader(tx, link->purpose, now); });
        if (!reader) {
            return std::nullopt;
        }
        used.person = *reader;
        return used;
    }
}

}  // namespace ansvar::identity
