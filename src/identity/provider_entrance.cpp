#include "identity/provider_entrance.hpp"

#include <algorithm>

#include "identity/role_store.hpp"
#include "identity/sessions.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

using Codes = std::vector<RoleCode>;

bool contains(const Codes& roles, const RoleCode& role) { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

Codes meant_roles(const Provider& provider, const std::vector<std::string>& groups) {
    Codes roles;
    for (const auto& rule : provider.rules) {
        if (std::find(groups.begin(), groups.end(), rule.claim_value) != groups.end() && !contains(roles, rule.role)) {
            roles.push_back(rule.role);
        }
    }
    return roles;
}

Codes roles_from(db::Transaction& tx, const Provider& provider, PersonId person, Timestamp now) {
    Codes roles;
    for (const auto& row : tx.rows(sql::select_provider_holdings, {{"person_id", person}, {"provider_id", provider.id}, {"today", school_day(now)}})) {
        roles.push_back(RoleCode{row.text("role_code")});
    }
    return roles;
}

/// For everybody, from whomever, today or from a day to come: the place that a holding of ours would take.
bool holds_already(const std::vector<Holding>& holdings, const RoleCode& role, const std::string& today) {
    return std::any_of(holdings.begin(), holdings.end(),
                       [&](const Holding& one) { return one.role == role && !one.unit && (!one.valid_to || *one.valid_to >= today); });
}

nlohmann::json list_of(const Codes& roles) {
    auto list = nlohmann::json::array();
    for (const auto& role : roles) {
        list.push_back(role.value);
    }
    return list;
}

Person found(db::Session& session, PersonId id, Timestamp now) {
    auto person = find_person(session, id, now);
    if (!person) {
        throw std::logic_error("a person vanished between two statements of a transaction");
    }
    return *std::move(person);
}

Actor as_person(const Actor& actor, PersonId person) {
    return {.kind = Actor::Kind::Session, .person = person, .client_address = actor.client_address};
}

PersonId make_known(db::Transaction& tx, const Provider& provider, const Newcomer& newcomer, web::Language language, const Actor& actor, Timestamp now) {
    const PersonDraft draft{.email = newcomer.email,
                            .name = newcomer.name.empty() ? name_from(*newcomer.email) : newcomer.name,
                            .language = newcomer.language.value_or(language)};
    const auto id = insert_person(tx, draft, now);
    connect(tx, provider.id, newcomer.who, id, now);
    record(tx, as_person(actor, id),
           {.action = "person.added", .object_kind = "person", .object_id = id.text(), .details = {{"provider", provider.id.value}}}, now);
    return id;
}

void follow(db::Transaction& tx, const Provider& provider, const std::optional<std::vector<std::string>>& groups, const Actor& actor, Timestamp now,
            Met& met) {
    if (provider.roles_claim.empty()) {
        return;
    }
    const auto self = as_person(actor, met.person.id);
    if (!groups) {
        record(tx, self,
               {.action = "provider.roles_unread", .object_kind = "provider", .object_id = provider.id.text(), .details = {{"why", "too-many-groups"}}}, now);
        return;
    }
    met.changed_staff = follow_groups(tx, provider, met.person.id, *groups, self, now);
    if (met.changed_staff) {
        met.person = found(tx, met.person.id, now);
    }
}

}  // namespace

bool follow_groups(db::Transaction& tx, const Provider& provider, PersonId person, const std::vector<std::string>& groups, const Actor& actor,
                   Timestamp now) {
    const auto wanted = meant_roles(provider, groups);
    const auto held = roles_from(tx, provider, person, now);
    const auto holdings = list_holdings(tx, person);
    Codes given;
    Codes taken;
    for (const auto& role : wanted) {
        if (!contains(held, role) && !holds_already(holdings, role, school_day(now))) {
            tx.execute(sql::insert_provider_holding, {{"role_code", role}, {"person_id", person}, {"provider_id", provider.id}});
            given.push_back(role);
        }
    }
    for (const auto& role : held) {
        if (!contains(wanted, role)) {
            tx.execute(sql::end_provider_holding, {{"role_code", role},
                                                   {"person_id", person},
                                                   {"provider_id", provider.id},
                                                   {"last_day", school_day(stockholm_midnight(now, -1))}});
            taken.push_back(role);
        }
    }
    if (given.empty() && taken.empty()) {
        return false;
    }
    end_sessions_of(tx, person);
    record(tx, actor,
           {.action = "person.roles",
            .object_kind = "person",
            .object_id = person.text(),
            .details = {{"provider", provider.id.value}, {"given", list_of(given)}, {"taken", list_of(taken)}}},
           now);
    return true;
}

Result<Met, Refusal> meet(db::Transaction& tx, const Provider& provider, const Newcomer& newcomer,
                          const std::optional<std::vector<std::string>>& groups, web::Language language, const Actor& actor, Timestamp now) {
    Met met;
    if (const auto connection = find_connection(tx, newcomer.who)) {
        met.person = found(tx, connection->person, now);
        if (met.person.left_at) {
            return refuse(Refusal::Left);
        }
        note_connection_use(tx, connection->id, now);
    } else {
        if (!newcomer.email) {
            return refuse(newcomer.has_foreign_email ? Refusal::MailDomain : Refusal::NoMail);
        }
        if (auto owner = find_person_by_email(tx, *newcomer.email, now)) {
            return owner->left_at ? Result<Met, Refusal>{refuse(Refusal::Left)} : Met{.as = Met::As::Collision, .person = *std::move(owner)};
        }
        if (!provider.makes_people) {
            return refuse(Refusal::UnknownPerson);
        }
        met.as = Met::As::New;
        met.person = found(tx, make_known(tx, provider, newcomer, language, actor, now), now);
    }
    follow(tx, provider, groups, actor, now, met);
    return met;
}

}  // namespace ansvar::identity
