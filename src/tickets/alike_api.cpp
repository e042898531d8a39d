#include "tickets/alike_api.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "tickets/alike_gathering.hpp"
#include "tickets/api_fields.hpp"

namespace ansvar::tickets::alike {

namespace {

using nlohmann::json;

json one_json(const OneOfMany& one) {
    return {{"number", one.id.value},
            {"subject", one.subject},
            {"requester", one.requester.value},
            {"requester_name", one.requester_name},
            {"area", or_null(one.area_key)},
            {"area_name", or_null(one.area)},
            {"house", one.house.empty() ? json() : json(one.house)},
            {"opened_at", to_rfc3339(one.opened_at)},
            {"is_parent", one.is_parent}};
}

/// What /tickets/{number}/alike does, for programs.
class AlikeApi {
public:
    explicit AlikeApi(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto group = load(request);
        const auto offer = offered(group, services_.wording(request));
        auto items = json::array();
        std::transform(group.all.begin(), group.all.end(), std::back_inserter(items), one_json);
        return web::Response::json({{"items", std::move(items)},
                                    {"parent", offer.parent ? json(offer.parent->value) : json()},
                                    {"subject", group.all.empty() ? json() : json(offer.subject)},
                                    {"body", group.all.empty() ? json() : json(offer.body)}});
    }

    web::Response gather(const web::Request& request) const {
        Fields fields{request};
        const auto group = load(request);
        const auto gathering = gathering_of(fields, group, services_.wording(request));
        fields.finish();
        return all_together(services_, request, [&] {
            auto parent = parent_of(services_.desk, group, gathering, reader(request), IdempotencyKey::kept_elsewhere());
            if (!parent) {
                for (auto& fault : parent.error().fields) {
                    fault.pointer = fault.pointer == "/ticket" ? "/tickets" : fault.pointer;
                }
                throw_as_error(parent.error());
            }
            if (const auto left = put_under(services_.desk, gathering, *parent, reader(request)); !left.empty()) {
                throw web::Conflict{"some of them cannot be gathered"}.explained("field.left_out", {{"numbers", services_.wording(request).list(left)}});
            }
            auto put = json::array();
            for (const auto child : gathering.chosen) {
                if (child != *parent) {
                    put.push_back(child.value);
                }
            }
            return web::Response::json({{"parent", parent->value}, {"gathered", std::move(put)}});
        });
    }

private:
    Group load(const web::Request& request) const { return alike::load(services_, TicketId{request.path_number("number")}, reader(request)); }

    /// Words that are left out are those that the page would offer.
    static Gathering gathering_of(Fields& fields, const Group& group, const Wording& wording) {
        auto gathering = offered(group, wording);
        gathering.chosen.clear();
        for (const auto number : fields.numbers("tickets")) {
            const TicketId id{static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0))};
            if (!group.has(id)) {
                fields.fault(field_fault("/tickets", "unknown-ticket"));
            }
            gathering.chosen.push_back(id);
        }
        const auto parent = fields.number("parent");
        gathering.parent = parent ? std::optional{TicketId{static_cast<std::uint64_t>(std::max<std::int64_t>(*parent, 0))}} : std::nullopt;
        gathering.subject = fields.text("subject").value_or(gathering.subject);
        gathering.body = fields.text("body").value_or(gathering.body);
        return gathering;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const AlikeApi>(services)};
    return {{Method::Get, "/api/v1/tickets/{number}/alike", {web::Audience::SignedIn, web::Scope::TicketsRead}, to(&AlikeApi::show)},
            {Method::Post, "/api/v1/tickets/{number}/alike", {web::Audience::SignedIn, web::Scope::TicketsWrite}, to(&AlikeApi::gather)}};
}

}  // namespace ansvar::tickets::alike
