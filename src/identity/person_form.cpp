#include "identity/person_form.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t name_limit = 200;
constexpr std::size_t title_limit = 100;
constexpr std::size_t initials_limit = 16;
constexpr std::size_t room_limit = 60;
constexpr std::size_t phone_limit = 40;

}  // namespace

PersonForm PersonForm::from(const web::Form& form, bool mail_needed, FormCheck& check) {
    PersonForm typed;
    auto& draft = typed.draft;
    draft.name = check.read_line(form, "name", "people.name", name_limit);
    if (draft.name.empty()) {
        check.add("name", "field.required.name");
    }
    typed.mail = form.value("mail");
    draft.email = MailAddress::parse(typed.mail);
    if (!draft.email && (mail_needed || !trim(typed.mail).empty())) {
        check.add("mail", "field.not_an_address");
    }
    draft.title = check.read_line(form, "title", "people.job", title_limit);
    draft.initials = check.read_line(form, "initials", "people.initials", initials_limit);
    draft.room = check.read_line(form, "room", "ticket.new.room", room_limit);
    draft.phone = check.read_line(form, "phone", "ticket.new.phone", phone_limit);
    typed.manager = form.value("manager");
    draft.manager = id_from<PersonId>(typed.manager);
    if (!draft.manager && !typed.manager.empty()) {
        check.add("manager", "field.unknown_value");
    }
    typed.unit = form.value("unit");
    draft.unit = id_from<UnitId>(typed.unit);
    if (!draft.unit && !typed.unit.empty()) {
        check.add("unit", "field.unknown_value");
    }
    typed.manages_unit = form.value("manages_unit");
    draft.manages_unit = id_from<UnitId>(typed.manages_unit);
    if (!draft.manages_unit && !typed.manages_unit.empty()) {
        check.add("manages_unit", "field.unknown_value");
    }
    for (const auto& code : form.values("role")) {
        typed.roles.push_back(RoleCode{code});
    }
    draft.is_manager = form.has("is_manager");
    if (!draft.is_manager) {
        draft.manages_unit.reset();
    }
    draft.is_administrator = form.has("is_administrator");
    draft.is_matrix_owner = form.has("is_matrix_owner");
    draft.is_auditor = form.has("is_auditor");
    return typed;
}

PersonForm PersonForm::of(const Person& person, const std::vector<RoleCode>& roles) {
    return {.draft = PersonDraft::of(person),
            .mail = person.email ? person.email->text() : "",
            .manager = person.manager ? person.manager->text() : "",
            .unit = person.unit ? person.unit->text() : "",
            .manages_unit = person.manages_unit ? person.manages_unit->text() : "",
            .roles = roles};
}

bool PersonForm::holds(const RoleCode& role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace ansvar::identity
