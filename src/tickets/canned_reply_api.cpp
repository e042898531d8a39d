#include <algorithm>
#include <cctype>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/canned_replies.hpp"
#include "tickets/canned_reply_pages.hpp"
#include "tickets/views.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// The version of one as If-Match tells it: the digits of the time of its last change, "20" of the century left out so that they fit.
std::int64_t number_of(const canned::Reply& reply) {
    auto digits = reply.version;
    std::erase_if(digits, [](unsigned char each) { return std::isdigit(each) == 0; });
    return whole_number<std::int64_t>(std::string_view{digits}.substr(std::min<std::size_t>(2, digits.size()))).value_or(0);
}

json reply_json(const canned::Reply& reply) {
    return {{"id", reply.id}, {"role", reply.role ? json(reply.role->value) : json()}, {"name", reply.name}, {"body", reply.body}};
}

/// Canned replies where they are looked after, for programs.
class CannedReplyApi {
public:
    explicit CannedReplyApi(PageServices services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& one : services_.database().read([](db::Session& session) { return canned::list(session); })) {
            if (canned::may_change(reader(request), one.role)) {
                rows.push_back(reply_json(one));
            }
        }
        return web::page_of_rows(request, rows);
    }

    web::Response show(const web::Request& request) const { return answer(asked(request)); }

    web::Response create(const web::Request& request) const {
        Fields fields{request};
        const auto reply = sent(request, fields, {});
        const auto id = services_.database().in_transaction([&](db::Transaction& tx) { return canned::insert(tx, reply, reader(request).id, services_.now()); });
        const auto made = read(id).value();
        auto response = web::Response::created("/api/v1/canned-replies/" + std::to_string(id), reply_json(made));
        web::tell_version(response, number_of(made));
        return response;
    }

    web::Response change(const web::Request& request) const {
        const auto now = asked(request);
        Fields fields{request};
        const auto reply = sent(request, fields, now);
        expect_version(request, now);
        if (!services_.database().in_transaction([&](db::Transaction& tx) { return canned::update(tx, reply, reader(request).id, services_.now()); })) {
            throw web::PreconditionFailed{"somebody was faster"};
        }
        return answer(read(now.id).value());
    }

    web::Response remove(const web::Request& request) const {
        take_nothing(request);
        const auto now = asked(request);
        expect_version(request, now);
        if (!services_.database().in_transaction([&](db::Transaction& tx) { return canned::remove(tx, now.id, now.version); })) {
            throw web::PreconditionFailed{"somebody was faster"};
        }
        return web::Response::no_content();
    }

private:
    std::optional<canned::Reply> read(std::uint64_t id) const {
        return services_.database().read([&](db::Session& session) { return canned::find(session, id); });
    }

    /// The one of the path; for those who may not change it there is none.
    canned::Reply asked(const web::Request& request) const {
        auto reply = read(request.path_number("reply"));
        if (!reply || !canned::may_change(reader(request), reply->role)) {
            throw web::NotFound{};
        }
        return std::move(*reply);
    }

    static void expect_version(const web::Request& request, const canned::Reply& now) {
        if (const auto wanted = version_of(request); wanted && *wanted != number_of(now)) {
            throw web::PreconditionFailed{"the reply is another by now"};
        }
    }

    /// What is left out stays as `stands` has it.
    canned::Reply sent(const web::Request& request, Fields& fields, canned::Reply stands) const {
        const auto text = [&](const char* name, const std::string& before) { return fields.has(name) ? fields.text(name).value_or("") : before; };
        stands.name = std::string{trim(text("name", stands.name))};
        stands.body = tidy_block(text("body", stands.body));
        if (fields.has("role")) {
            const auto role = fields.text("role");
            stands.role = role ? std::optional{RoleCode{*role}} : std::nullopt;
        }
        fields.finish();
        refuse_faulty(canned::faults_of(stands, services_.pages.texts(), reader(request), *services_.roles().table()));
        return stands;
    }

    static web::Response answer(const canned::Reply& reply) {
        auto response = web::Response::json(reply_json(reply));
        web::tell_version(response, number_of(reply));
        return response;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> canned_reply_api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const CannedReplyApi>(services)};
    constexpr web::Access reading{web::Audience::Agent, web::Scope::TicketsRead}, writing{web::Audience::Agent, web::Scope::TicketsWrite};
    const web::Manners versioned{.query = {}, .wants_version = true};
    return {{Method::Get, "/api/v1/canned-replies", reading, to(&CannedReplyApi::list), {}, {.query = {"limit", "after"}}},
            {Method::Post, "/api/v1/canned-replies", writing, to(&CannedReplyApi::create)},
            {Method::Get, "/api/v1/canned-replies/{reply}", reading, to(&CannedReplyApi::show)},
            {Method::Patch, "/api/v1/canned-replies/{reply}", writing, to(&CannedReplyApi::change), {}, versioned},
            {Method::Delete, "/api/v1/canned-replies/{reply}", writing, to(&CannedReplyApi::remove), {}, versioned}};
}

}  // namespace ansvar::tickets
