#include "identity/links.hpp"

#include <stdexcept>

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

OpenLink read_link(const db::Row& row) {
    const auto email = MailAddress::parse(row.text("email"));
    if (!email) {
        throw std::logic_error("a sign-in link holds something that is not a mail address");
    }
    OpenLink link{.id = row.unsigned_integer("id"), .purpose = {.email = *email}, .expires_at = row.time("expires_at")};
    link.purpose.language = web::language_from(row.text("language")).value_or(web::Language::Sv);
    if (const auto pending = row.optional_integer("pending_id")) {
        link.purpose.pending = static_cast<std::uint64_t>(*pending);
    }
    return link;
}

}  // namespace

std::string draw_link(db::Database& database, const Settings& settings, const LinkPurpose& purpose, Timestamp now) {
    const auto token = random_token();
    database.execute_once(sql::insert_link, {{"token_hash", sha256(token)},
                                             {"email", purpose.email.text()},
                                             {"pending_id", purpose.pending},
                                             {"language", web::to_string(purpose.language)},
                                             {"now", now},
                                             {"expires_at", now + settings.link_life}});
    return settings.public_url + "/sign-in/" + token;
}

std::optional<OpenLink> find_link(db::Session& session, std::string_view token, Timestamp now) {
    const auto row = session.row(sql::select_link, {{"token_hash", sha256(token)}, {"now", now}});
    return row ? std::optional{read_link(*row)} : std::nullopt;
}

bool use_link(db::Transaction& tx, std::string_view token, Timestamp now) {
    return tx.execute(sql::use_link, {{"token_hash", sha256(token)}, {"now", now}}) == 1;
}

}  // namespace ansvar::identity
