#include "identity/role_keeping.hpp"

#include <nlohmann/json.hpp>
#include <tuple>

#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/school_day.hpp"
#include "queries/identity.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;
namespace sql = queries::identity;

constexpr std::size_t code_limit = 32;
constexpr std::size_t name_limit = 100;
constexpr std::size_t mail_limit = 254;

std::string address_of(const std::string& typed) {
    const auto address = MailAddress::parse(typed);
    return address ? address->text() : "";
}

db::Value text_or_null(const std::string& text) { return text.empty() ? db::Value{} : db::Value{text}; }

json audit_view(const RoleForm& role) {
    return {{"name_sv", role.name_sv}, {"name_en", role.name_en}, {"mailbox", !role.mail.empty()}};
}

}  // namespace

RoleForm RoleForm::from(const web::Form& form, FormCheck& check) {
    RoleForm typed{.code = check.read_line(form, "code", "roles.code", code_limit),
                   .name_sv = check.read_line(form, "name_sv", "roles.name_sv", name_limit),
                   .name_en = check.read_line(form, "name_en", "roles.name_en", name_limit),
                   .kind = form.value("kind"),
                   .mail = check.read_line(form, "mail", "roles.mail", mail_limit)};
    if (typed.name_sv.empty()) {
        check.add("name_sv", "roles.name_needed");
    }
    if (typed.name_en.empty()) {
        check.add("name_en", "roles.name_needed");
    }
    if (!typed.mail.empty() && !MailAddress::parse(typed.mail)) {
        check.add("mail", "field.not_an_address");
    }
    return typed;
}

bool add_role(const Services& services, const web::Request& request, const RoleForm& form, FormCheck& check) {
    if (form.code.empty() || form.code.find_first_of("\"'<>&/?#;,:+") != std::string::npos) {
        check.add("code", "roles.bad_code");
    }
    if (form.kind != name(RoleKind::Queue) && form.kind != name(RoleKind::Referral)) {
        check.add("kind", "field.unknown_value");
    }
    if (!check.is_fine()) {
        return false;
    }
    const auto now = services.clock.now();
    try {
        services.database.in_transaction([&](db::Transaction& tx) {
            tx.execute(sql::insert_role, {{"code", form.code}, {"name_sv", form.name_sv}, {"name_en", form.name_en}, {"kind", form.kind}, {"email", text_or_null(address_of(form.mail))}});
            record(tx, Actor::of(request),
                   {.action = "role.added", .object_kind = "role", .object_id = form.code,
                    .details = {{"kind", form.kind}, {"name_sv", form.name_sv}, {"name_en", form.name_en}, {"mailbox", !form.mail.empty()}}},
                   now);
        });
    } catch (const db::Duplicate&) {
        check.add("code", "roles.code_taken");
        return false;
    }
    tell_changed(services);
    return true;
}

void change_role(const Services& services, const web::Request& request, const RoleCode& code, const RoleWish& wish) {
    const auto now = services.clock.now();
    services.database.in_transaction([&](db::Transaction& tx) {
        const auto row = tx.row(sql::lock_role, {{"code", code}});
        if (!row) {
            throw web::NotFound{"no such role"};
        }
        const RoleForm before{.code = {}, .name_sv = row->text("name_sv"), .name_en = row->text("name_en"), .kind = {}, .mail = row->optional_text("email").value_or("")};
        auto after = wish(before);
        after.mail = address_of(after.mail);
        tx.execute(sql::update_role, {{"code", code}, {"name_sv", after.name_sv}, {"name_en", after.name_en}, {"email", text_or_null(after.mail)}});
        record(tx, Actor::of(request),
               {.action = "role.changed", .object_kind = "role", .object_id = code.value,
                .details = {{"before", audit_view(before)}, {"after", audit_view(after)}, {"mailbox_changed", before.mail != after.mail}}},
               now);
    });
    tell_changed(services);
}

void read_days(Holding& holding, const std::string& first_day, const std::string& last_day, Timestamp now, FormCheck& check) {
    for (const auto& [text, field, day] : {std::tuple{first_day, "first_day", &holding.valid_from}, {last_day, "last_day", &holding.valid_to}}) {
        if (!text.empty() && !is_school_day(text)) {
            check.add(field, "field.not_a_date");
        }
        *day = text.empty() ? std::nullopt : std::optional{text};
    }
    if (check.is_fine() && holding.valid_to && *holding.valid_to < school_day(now)) {
        check.add("last_day", "away.is_past");
    }
}

std::optional<HoldingRefusal> change_holders(const Services& services, const web::Request& request, OwnSession& own,
                                             const std::function<std::optional<HoldingRefusal>(HoldingChange&)>& work) {
    const auto now = services.clock.now();
    const auto by = Actor::of(request);
    const auto why = services.database.in_transaction([&](db::Transaction& tx) {
        HoldingChange change{tx, by, now};
        const auto refused = work(change);
        for (const auto person : change.signed_out()) {
            own.renew_if_of(tx, person, now);
        }
        return refused;
    });
    if (!why) {
        tell_changed(services);
    }
    return why;
}

void explain(FormCheck& check, HoldingRefusal why) {
    switch (why) {
        case HoldingRefusal::NotThere:
            throw web::NotFound{"no such holding"};
        case HoldingRefusal::HeldAlready:
            return check.add("person", "roles.held_already");
        case HoldingRefusal::EndsBeforeItBegins:
            return check.add("last_day", "field.dates_reversed");
    }
}

}  // namespace ansvar::identity
