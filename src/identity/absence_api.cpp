#include "identity/people_api.hpp"

#include <memory>

#include "core/text.hpp"
#include "identity/api_parts.hpp"
#include "identity/away_pages.hpp"
#include "web/json_lists.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t text_limit = 200;

json absence_json(const Absence& absence) {
    return {{"id", absence.id.value}, {"first_day", absence.first_day}, {"last_day", absence.last_day}, {"substitute", id_or_null(absence.substitute)}};
}

/// When people are away, for programs.
class AbsenceApi {
public:
    explicit AbsenceApi(Services services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        const auto person = asked_person(services_, request);
        auto rows = json::array();
        for (const auto& absence : services_.database.read([&](db::Session& session) { return list_absences(session, person.id, school_day(services_.clock.now())); })) {
            rows.push_back(absence_json(absence));
        }
        return web::page_of_rows(request, rows);
    }

    web::Response add(const web::Request& request) const {
        web::Fields fields{request};
        const AbsenceForm form{.first_day = fields.required_text("first_day"), .last_day = fields.required_text("last_day"), .substitute = fields.text("substitute").value_or("")};
        for (const auto* text : {&form.first_day, &form.last_day, &form.substitute}) {
            if (check_line(*text, text_limit) != TextFault::None) {
                fields.fault(web::field_fault(text == &form.first_day ? "/first_day" : text == &form.last_day ? "/last_day" : "/substitute", "bad-characters"));
            }
        }
        fields.finish();
        const auto person = asked_person(services_, request);
        const auto now = services_.clock.now();
        auto [absence, check] = services_.database.read([&](db::Session& session) {
            FormCheck checked{services_.pages.texts(), request.language()};
            auto meant = form.read(session, person, now, checked, principal(request).person.is_administrator);
            return std::pair{std::move(meant), std::move(checked)};
        });
        web::refuse_faulty(check.field_errors());
        const auto added = keep_absence(services_, request, person.id, absence);
        if (!added) {
            explain_clash(check, added.error(), {services_.pages.texts(), request.language(), now});
            throw web::Unprocessable{check.field_errors()};
        }
        absence.id = *added;
        return web::Response::json(absence_json(absence), 201);
    }

    web::Response remove(const web::Request& request) const {
        web::take_nothing(request);
        const AbsenceId id{request.path_number("absence")};
        if (!take_absence_back(services_, request, asked_person(services_, request).id, id)) {
            throw web::NotFound{"no such absence"};
        }
        return web::Response::json({{"id", id.value}});
    }

private:
    Services services_;
};

}  // namespace

std::vector<web::Route> absence_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const AbsenceApi>(services)};
    constexpr web::Access reading{web::Audience::SignedIn, web::Scope::PeopleRead}, writing{web::Audience::SignedIn, web::Scope::PeopleWrite};
    return {{Get, "/api/v1/people/{person}/absences", reading, to(&AbsenceApi::list), {}, {.query = {"limit", "after"}}},
            {Post, "/api/v1/people/{person}/absences", writing, to(&AbsenceApi::add)},
            {Post, "/api/v1/people/{person}/absences/{absence}/removal", writing, to(&AbsenceApi::remove)}};
}

}  // namespace ansvar::identity
