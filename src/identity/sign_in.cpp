#include "identity/sign_in.hpp"

#include <algorithm>

#include "core/secret.hpp"
#include "identity/people_store.hpp"
#include "identity/sessions.hpp"
#include "identity/throttle.hpp"

namespace ansvar::identity {

namespace {

bool is_at_allowed_domain(const Settings& settings, const MailAddress& email) {
    return std::find(settings.allowed_domains.begin(), settings.allowed_domains.end(), email.domain()) != settings.allowed_domains.end();
}

/// Somebody who reads mail at that address, unless they have left the school.
std::optional<Person> find_reader(db::Transaction& tx, const LinkPurpose& purpose, Timestamp now) {
    auto person = get_or_make_requester(tx, purpose.email, now, purpose.language);
    return person.left_at ? std::nullopt : std::optional{std::move(person)};
}

/// Uses the link up and begins the session; nothing when somebody else was faster.
std::optional<Person> let_in(db::Transaction& tx, const Settings& settings, const LinkPurpose& purpose, std::string_view link_token,
                             std::string_view session_token, const std::optional<std::string>& old_session_token, Timestamp now) {
    if (!use_link(tx, link_token, now)) {
        return std::nullopt;
    }
    if (!purpose.pending && !may_sign_in(tx, settings, purpose.email, now)) {
        return std::nullopt;  // the address was somebody's when the letter was written
    }
    auto person = find_reader(tx, purpose, now);
    if (!person) {
        return std::nullopt;
    }
    if (old_session_token) {
        end_session(tx, *old_session_token);
    }
    begin_session(tx, session_token, *person, {}, settings, now);
    return person;
}

}  // namespace

bool may_sign_in(db::Session& session, const Settings& settings, const MailAddress& email, Timestamp now) {
    const auto person = find_person_by_email(session, email, now);
    return person ? !person->left_at : is_at_allowed_domain(settings, email);
}

Result<std::monostate, Throttled> ask_for_link(db::Database& database, Letters& letters, const Settings& settings,
                                               const LinkRequest& request, Timestamp now) {
    const auto limits = limits_for(settings, request.email, request.client_address);
    const auto wait = database.in_transaction([&](db::Transaction& tx) {
        const auto refused = count_or_refuse(tx, limits, now);
        if (refused) {
            return refused;
        }
        // Both ways write one row more, so that the time tells nothing either.
        if (may_sign_in(tx, settings, request.email, now)) {
            letters.sign_in(tx, request.email, request.language, now);
        } else {
            count_decoy(tx, settings, request.email, now);
        }
        return refused;
    });
    if (wait) {
        return refuse(Throttled{*wait});
    }
    letters.committed();
    return std::monostate{};
}

Result<std::monostate, Throttled> count_try(db::Database& database, const Settings& settings, const std::optional<MailAddress>& email,
                                            std::string_view client_address, Timestamp now) {
    const auto limits = limits_for(settings, email, client_address);
    const auto wait = database.in_transaction([&](db::Transaction& tx) { return count_or_refuse(tx, limits, now); });
    if (wait) {
        return refuse(Throttled{*wait});
    }
    return std::monostate{};
}

std::optional<SignedIn> sign_in(db::Database& database, const Settings& settings, const ConfirmPending& confirm,
                                std::string_view link_token, const std::optional<std::string>& old_session_token, Timestamp now) {
    const auto link = database.read([&](db::Session& session) { return find_link(session, link_token, now); });
    if (!link) {
        return std::nullopt;
    }
    SignedIn result{.session_token = random_token(), .person = {}, .path = std::nullopt};
    if (link->purpose.pending) {
        const auto reader = database.in_transaction([&](db::Transaction& tx) { return find_reader(tx, link->purpose, now); });
        if (!reader) {
            return std::nullopt;
        }
        result.path = confirm(*link->purpose.pending, *reader, now);
    }
    const auto enter = [&](db::Transaction& tx) {
        return let_in(tx, settings, link->purpose, link_token, result.session_token, old_session_token, now);
    };
    std::optional<Person> person;
    try {
        person = database.in_transaction(enter);
    } catch (const db::CommitUnknown&) {
        const auto begun = database.read([&](db::Session& session) { return find_session(session, result.session_token, settings, now); });
        person = begun ? std::optional{begun->person} : database.in_transaction(enter);
    }
    if (!person) {
        return std::nullopt;
    }
    result.person = *std::move(person);
    return result;
}

std::string own_path(std::string_view path) {
    constexpr std::size_t longest = 1000;
    const auto is_plain = [](char letter) { return letter > ' ' && letter < '\x7f' && letter != '\\'; };
    const bool is_own =
        path.size() <= longest && path.starts_with('/') && !path.starts_with("//") && std::all_of(path.begin(), path.end(), is_plain);
    return is_own ? std::string{path} : "/";
}

std::string own_path_after_sign_in(std::string_view next) {
    const bool is_door = next.starts_with("/sign-in") || next.starts_with("/sign-out");
    return is_door ? "/" : own_path(next);
}

}  // namespace ansvar::identity
