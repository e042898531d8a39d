#include "tickets/canned_replies.hpp"

#include <nlohmann/json.hpp>

#include <array>

#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/draft.hpp"

namespace ansvar::tickets::canned {

namespace {

constexpr std::array<std::string_view, 8> known{"requester", "first_name", "number", "subject", "area", "role", "me", "room"};

const std::string& word(const web::Texts& texts, web::Language language, std::string_view field) {
    return texts.text(language, "canned.field." + std::string{field});
}

/// The field that a word between braces means in any language; empty: none.
std::string_view field_of(const web::Texts& texts, std::string_view written) {
    const auto lowered = lower(written);
    for (const auto field : known) {
        if (lowered == word(texts, web::Language::Sv, field) || lowered == word(texts, web::Language::En, field)) {
            return field;
        }
    }
    return {};
}

/// Calls `meet(text, is_field)` for what stands outside and inside of braces, in order. Braces without a partner on their line are text.
void read(std::string_view body, const std::function<void(std::string_view, bool)>& meet) {
    while (!body.empty()) {
        const auto open = body.find('{');
        const auto close = open == std::string_view::npos ? open : body.find_first_of("{}\n", open + 1);
        if (close == std::string_view::npos || body[close] != '}') {
            const auto end = open == std::string_view::npos ? body.size() : open + 1;
            meet(body.substr(0, end), false);
            body.remove_prefix(end);
            continue;
        }
        meet(body.substr(0, open), false);
        meet(body.substr(open + 1, close - open - 1), true);
        body.remove_prefix(close + 1);
    }
}

Reply read_reply(const db::Row& row) {
    const auto role = row.optional_text("role_code");
    return {.id = row.unsigned_integer("id"),
            .role = role ? std::optional{RoleCode{*role}} : std::nullopt,
            .name = row.text("name"),
            .body = row.text("body"),
            .version = row.text("version"),
            .changed_by = row.optional_text("changed_by").value_or("")};
}

db::Value stored(const std::optional<RoleCode>& role) { return role ? db::Value{role->value} : db::Value{}; }

}  // namespace

std::vector<Reply> offered(db::Session& session, const RoleCode& queue, const std::vector<RoleCode>& queues) {
    auto codes = nlohmann::json::array();
    for (const auto& each : queues) {
        codes.push_back(each.value);
    }
    std::vector<Reply> all;
    for (const auto& row : session.rows(queries::tickets::select_offered_replies, {{"role_code", queue}, {"role_codes", codes.dump()}})) {
        all.push_back(read_reply(row));
    }
    return all;
}

std::vector<Reply> list(db::Session& session) {
    std::vector<Reply> all;
    for (const auto& row : session.rows(queries::tickets::select_canned_replies)) {
        all.push_back(read_reply(row));
    }
    return all;
}

std::optional<Reply> find(db::Session& session, std::uint64_t id) {
    const auto row = session.row(queries::tickets::select_canned_reply, {{"id", id}});
    return row ? std::optional{read_reply(*row)} : std::nullopt;
}

std::vector<web::FieldError> faults_of(const Reply& reply, const web::Texts& texts) {
    std::vector<web::FieldError> faults;
    if (reply.name.empty()) {
        faults.push_back(field_fault("/name", "required"));
    } else if (auto fault = line_fault("/name", reply.name, max_name)) {
        faults.push_back(std::move(*fault));
    }
    if (reply.body.empty()) {
        faults.push_back(field_fault("/body", "required"));
        return faults;
    }
    if (auto fault = block_fault("/body", reply.body, max_text)) {
        faults.push_back(std::move(*fault));
        return faults;
    }
    read(reply.body, [&](std::string_view text, bool is_field) {
        if (is_field && field_of(texts, text).empty()) {
            faults.push_back(field_fault("/body", "unknown-reply-field", {{"name", shorten(text, 40)}}));
        }
    });
    return faults;
}

bool may_change(const identity::Person& person, const std::optional<RoleCode>& role) {
    return person.is_administrator || (role && person.works_in(*role));
}

std::vector<web::FieldError> faults_of(const Reply& reply, const web::Texts& texts, const identity::Person& person, const identity::RoleTable& roles) {
    auto faults = faults_of(reply, texts);
    const bool is_known = !reply.role || roles.find(*reply.role) != nullptr;
    if (!is_known || !may_change(person, reply.role)) {
        faults.push_back(field_fault("/role", "required"));
    }
    return faults;
}

std::uint64_t insert(db::Transaction& tx, const Reply& reply, PersonId by, Timestamp now) {
    tx.execute(queries::tickets::insert_canned_reply,
               {{"role_code", stored(reply.role)}, {"name", reply.name}, {"body", reply.body}, {"person_id", by}, {"now", now}});
    return tx.last_insert_id();
}

bool update(db::Transaction& tx, const Reply& reply, PersonId by, Timestamp now) {
    return tx.execute(queries::tickets::update_canned_reply, {{"id", reply.id},
                                                              {"version", reply.version},
                                                              {"role_code", stored(reply.role)},
                                                              {"name", reply.name},
                                                              {"body", reply.body},
                                                              {"person_id", by},
                                                              {"now", now}}) == 1;
}

bool remove(db::Transaction& tx, std::uint64_t id, const std::string& version) {
    return tx.execute(queries::tickets::delete_canned_reply, {{"id", id}, {"version", version}}) == 1;
}

std::string filled(std::string_view body, const web::Texts& texts, const Filler& filler) {
    std::string out;
    read(body, [&](std::string_view text, bool is_field) { out += is_field ? filler(field_of(texts, text)) : std::string{text}; });
    return out;
}

std::string fields(const web::Texts& texts, web::Language language) {
    std::vector<std::string> words;
    for (const auto field : known) {
        words.push_back("{" + word(texts, language, field) + "}");
    }
    return join(words, " ");
}

}  // namespace ansvar::tickets::canned
