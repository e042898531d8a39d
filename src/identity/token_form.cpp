#include "identity/token_form.hpp"

#include <array>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

namespace {

/// The chosen service account; nothing for anything else.
std::optional<Person> service_account(db::Session& session, const std::string& id, Timestamp now) {
    const auto number = id_from<PersonId>(id);
    auto person = number ? find_person(session, *number, now) : std::nullopt;
    return person && !person->email ? person : std::nullopt;
}

}  // namespace

TokenForm TokenForm::from(const web::Form& form, FormCheck& check) {
    TokenForm typed{.name = check.read_line(form, "name", "token.name", token_name_limit),
                    .as = form.value("as"),
                    .scopes = form.values("scope"),
                    .days = form.value("days")};
    if (typed.name.empty()) {
        check.add("name", "token.name_needed");
    }
    return typed;
}

TokenDraft TokenForm::read(db::Session& session, const Person& by, Timestamp now, FormCheck& check) const {
    TokenDraft draft{.name = name, .person = {}, .scopes = {}, .rate = rate_of_pages};
    const auto who = as == "me" ? std::optional{by} : service_account(session, as, now);
    if (!who || who->left_at) {
        check.add("as", "token.as_needed");
    } else {
        draft.person = who->id;
    }
    const auto chosen = TokenScopes::parse(join(scopes, " "));
    if (scopes.empty() || !chosen) {
        check.add("scopes", "token.scopes_needed");
    } else {
        draft.scopes = *chosen;
    }
    if (days == "30" || days == "90" || days == "365") {
        draft.expires_at = now + std::chrono::hours{24 * whole_number<int>(days).value()};
    } else if (days != "none") {
        check.add("days", "field.unknown_value");
    }
    return draft;
}

}  // namespace ansvar::identity
