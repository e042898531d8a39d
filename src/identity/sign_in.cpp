#include "identity/sign_in.hpp"

#include <algorithm>

#include "identity/people_store.hpp"
#include "identity/throttle.hpp"

namespace ansvar::identity {

namespace {

bool is_at_allowed_domain(const Settings& settings, const MailAddress& email) {
    return std::find(settings.allowed_domains.begin(), settings.allowed_domains.end(), email.domain()) != settings.allowed_domains.end();
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
