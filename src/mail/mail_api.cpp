#include "mail/mail_api.hpp"

#include <nlohmann/json.hpp>

#include "mail/ledger.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::mail {

namespace {

using nlohmann::json;

std::optional<LetterTab> tab_from(std::string_view name) {
    return name == "dead"      ? std::optional{LetterTab::Dead}
           : name == "waiting" ? std::optional{LetterTab::Waiting}
           : name == "sent"    ? std::optional{LetterTab::Sent}
                               : std::nullopt;
}

json letter_json(const ListedLetter& letter) {
    const auto& status = letter.status;
    return {{"id", status.id.value},
            {"kind", status.kind},
            {"to", status.email},
            {"ticket", letter.ticket ? json(letter.ticket->value) : json()},
            {"state", status.state},
            {"attempts", status.attempts},
            {"last_reply", status.last_reply},
            {"created_at", to_rfc3339(letter.created_at)},
            {"due_at", to_rfc3339(status.due_at)},
            {"finished_at", web::or_null(status.finished_at)},
            {"can_be_sent_again", letter.can_be_sent_again}};
}

web::Response list(const PageServices& services, const web::Request& request) {
    std::vector<web::FieldError> faults;
    const auto tab = tab_from(request.query("state").value_or("dead"));
    const auto limit = web::limit_of(request, faults);
    const auto after = request.query("after");
    const auto before = after ? id_from<LetterId>(*after) : std::nullopt;
    if (!tab) {
        faults.push_back(web::field_fault("/state", "unknown-state"));
    }
    if (after && !before) {
        faults.push_back(web::field_fault("/after", "malformed"));
    }
    web::refuse_faulty(faults);
    const auto letters = services.database.read([&](db::Session& session) { return list_letters(session, *tab, before, static_cast<std::int64_t>(limit) + 1); });
    auto items = json::array();
    for (const auto& letter : letters) {
        if (items.size() < limit) {
            items.push_back(letter_json(letter));
        }
    }
    const auto next = letters.size() > limit ? std::optional{letters[limit - 1].status.id.text()} : std::nullopt;
    return web::list_page(request, std::move(items), next);
}

web::Response send_again(const PageServices& services, const web::Request& request) {
    web::take_nothing(request);
    const LetterId id{request.path_number("letter")};
    if (!send_letter_again(services, id, identity::Actor::of(request))) {
        throw web::NotFound{};
    }
    return web::Response::json({{"id", id.value}, {"state", "waiting"}});
}

}  // namespace

std::vector<web::Route> mail_api_routes(const PageServices& services) {
    return {{web::Method::Get, "/api/v1/letters", {web::Audience::Administrator, web::Scope::PeopleRead},
             [services](const web::Request& request) { return list(services, request); }, {}, {.query = {"state", "limit", "after"}}},
            {web::Method::Post, "/api/v1/letters/{letter}/resending", {web::Audience::Administrator, web::Scope::PeopleWrite},
             [services](const web::Request& request) { return send_again(services, request); }}};
}

}  // namespace ansvar::mail
