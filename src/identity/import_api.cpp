#include <algorithm>
#include <memory>
#include <set>

#include "core/text.hpp"
#include "identity/api_parts.hpp"
#include "identity/import_keeping.hpp"
#include "identity/people_api.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t most_told = 200;  // people of each kind
constexpr std::size_t most_leaving = 500;

std::string code_of(const ImportFault& fault) {
    auto code = fault.text_key.substr(fault.text_key.rfind('.') + 1);
    std::replace(code.begin(), code.end(), '_', '-');
    return code;
}

json value_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

/// The first `most` of a list, each as `view_of` has it.
template <class Item, class ViewOf>
json first_of(const std::vector<Item>& items, std::size_t most, const ViewOf& view_of) {
    auto list = json::array();
    std::transform(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), most)), std::back_inserter(list), view_of);
    return list;
}

json person_view(const PlannedPerson& person) {
    auto fields = json::object();
    for (const auto& [name, before, after] : person.fields) {
        const auto is_back = name == "left";  // of the words that a page has for it
        fields[name] = {{"before", is_back ? json(true) : value_or_null(before)}, {"after", is_back ? json(false) : value_or_null(after)}};
    }
    return {{"line", person.line}, {"id", person.id ? json(person.id.value) : json()}, {"name", person.name}, {"mail", person.mail}, {"fields", std::move(fields)}};
}

/// Lists of people for programs: sent, looked at, carried out.
class ImportApi {
public:
    explicit ImportApi(Services services) : services_(std::move(services)) {}

    web::Response send(const web::Request& request) const {
        web::Fields fields{request};
        const auto file = fields.required_text("file");
        fields.finish();
        FormCheck check{services_.pages.texts(), request.language()};
        const auto text = read_list(file, check);
        web::refuse_faulty(check.field_errors());
        const auto now = services_.clock.now();
        const auto own = principal(request).person.id;
        const auto plan = services_.database.read([&](db::Session& session) { return plan_import(session, *text, now); });
        web::refuse_faulty(faults_of(request, plan));
        const auto id = keep_import(services_.database, *text, own, now);
        return web::Response::created("/api/v1/people-imports/" + std::to_string(id), view(request, id, read(id, own)));
    }

    web::Response show(const web::Request& request) const {
        const auto id = request.path_number("import");
        return web::Response::json(view(request, id, read(id, principal(request).person.id)));
    }

    web::Response confirm(const web::Request& request) const {
        const auto id = request.path_number("import");
        const auto own_id = principal(request).person.id;
        web::Fields fields{request};
        const auto fingerprint = fields.required_text("fingerprint");
        const auto leaving = leaving_of(fields);
        fields.finish();
        refuse_present(leaving, id, own_id);
        OwnSession own{services_, request};
        if (const auto refusal = confirm_import(services_, request, id, fingerprint, leaving, own)) {
            refuse_for(refusal->text_key);
        }
        return web::Response::json(view(request, id, read(id, own_id)));
    }

private:
    static std::vector<PersonId> leaving_of(web::Fields& fields) {
        const auto numbers = fields.numbers("leaving");
        if (numbers.size() > most_leaving) {
            fields.fault(web::field_fault("/leaving", "too-many", {{"limit", most_leaving}}));
        }
        std::set<PersonId> leaving;
        for (const auto number : numbers) {
            leaving.insert(PersonId{static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0))});
        }
        return {leaving.begin(), leaving.end()};
    }

    [[noreturn]] static void refuse_for(const std::string& text_key) {
        if (text_key == "import.last_administrator") {
            refuse_whole("last-administrator", text_key);
        }
        throw web::Unprocessable{{{.pointer = "/fingerprint", .code = "changed-meanwhile", .text_key = text_key, .arguments = {}}}};
    }

    /// A page passes over who is ticked and not absent; a program that names somebody is told. One that is carried out already is left alone.
    void refuse_present(const std::vector<PersonId>& leaving, std::uint64_t import, PersonId reader) const {
        if (leaving.empty()) {
            return;
        }
        const auto kept = read(import, reader);
        const auto& absent = kept.plan.absent;
        const auto is_absent = [&](PersonId id) { return std::any_of(absent.begin(), absent.end(), [&](const ImportPlan::Absent& one) { return one.id == id; }); };
        if (!kept.done && !std::all_of(leaving.begin(), leaving.end(), is_absent)) {
            throw web::Unprocessable{{web::field_fault("/leaving", "unknown-value")}};
        }
    }

    KeptImport read(std::uint64_t id, PersonId reader) const {
        return services_.database.read([&](db::Session& session) { return read_import(session, id, reader, services_.clock.now()); });
    }

    std::string words_of(const web::Request& request, const ImportFault& fault) const {
        return services_.pages.texts().format(request.language(), fault.text_key, fault.arguments);
    }

    std::vector<web::FieldError> faults_of(const web::Request& request, const ImportPlan& plan) const {
        std::vector<web::FieldError> faults;
        for (const auto& fault : plan.faults) {
            auto error = fault.line == 0 ? web::FieldError{"/file", code_of(fault), fault.text_key, fault.arguments}
                                         : web::FieldError{"/file", code_of(fault), "import.fault_on_line", {{"line", fault.line}, {"text", words_of(request, fault)}}};
            faults.push_back(std::move(error));
        }
        return faults;
    }

    json view(const web::Request& request, std::uint64_t id, const KeptImport& kept) const {
        if (kept.done) {
            return {{"id", id}, {"carried_out", *kept.done}, {"plan", nullptr}};
        }
        const auto& plan = kept.plan;
        auto faults = first_of(plan.faults, most_told, [&](const ImportFault& fault) {
            return json{{"line", fault.line == 0 ? json() : json(fault.line)}, {"code", code_of(fault)}, {"detail", words_of(request, fault)}};
        });
        return {{"id", id},
                {"carried_out", nullptr},
                {"plan",
                 {{"fingerprint", plan.fingerprint()},
                  {"counts", {{"added", plan.added.size()}, {"changed", plan.changed.size()}, {"unchanged", plan.unchanged}, {"absent", plan.absent.size()}}},
                  {"added", first_of(plan.added, most_told, person_view)},
                  {"changed", first_of(plan.changed, most_told, person_view)},
                  {"absent", first_of(plan.absent, most_leaving, [](const ImportPlan::Absent& one) { return json{{"id", one.id.value}, {"name", one.name}, {"mail", one.mail}}; })},
                  {"faults", std::move(faults)}}}};
    }

    Services services_;
};

}  // namespace

std::vector<web::Route> import_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const ImportApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    const web::Limits with_file{.max_body_bytes = most_import_bytes + 2 * 1024 * 1024, .pool = web::Pool::Uploads};
    return {{Post, "/api/v1/people-imports", writing, to(&ImportApi::send), with_file},
            {Get, "/api/v1/people-imports/{import}", reading, to(&ImportApi::show)},
            {Post, "/api/v1/people-imports/{import}/confirmation", writing, to(&ImportApi::confirm)}};
}

}  // namespace ansvar::identity
