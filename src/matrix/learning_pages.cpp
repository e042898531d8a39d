#include "matrix/learning_pages.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "matrix/proposals.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

json view_of(const Proposal& proposal, const routing::Matrix& matrix, const identity::RoleTable& roles, web::Language language) {
    const auto* area = matrix.find(proposal.area_key);
    return {{"id", proposal.id.text()},
            {"word", proposal.word},
            {"search", "/search?q=" + percent_encode(proposal.word)},
            {"area", area != nullptr ? area->name : proposal.area_key},
            {"role", area != nullptr ? roles.name(RoleCode{area->lead().role}, language) : std::string{}},
            {"corrections", std::to_string(proposal.corrections)},
            {"tickets", std::to_string(proposal.tickets)},
            {"made_right", std::to_string(proposal.made_right)},
            {"made_wrong", std::to_string(proposal.made_wrong)}};
}

json open_drafts(const std::vector<DraftHead>& all) {
    auto options = json::array();
    for (const auto& draft : all) {
        if (draft.state == DraftHead::State::Open) {
            options.push_back({{"value", draft.id.text()}, {"label", draft.name}});
        }
    }
    return options;
}

/// What became of the last press, as its redirect says it.
std::string said(const web::Request& request) {
    const auto word = request.query("said").value_or("");
    return word == "accepted" || word == "declined" || word == "too_late" || word == "wanted" ? "learning.said." + word : std::string{};
}

web::Response show(const ReplayServices& services, const web::Request& request) {
    const auto edition = services.router.edition();
    if (!edition) {
        throw web::Unavailable{};
    }
    const auto& texts = services.pages.texts();
    const auto language = request.language();
    const web::Moments moments{texts, language, services.clock.now()};
    const auto table = services.roles.table();
    const auto notice = said(request);
    json view{{"title", texts.text(language, "learning.title")}, {"nav", "matrix"}, {"proposals", json::array()}};
    services.database.read([&](db::Session& session) {
        for (const auto& proposal : proposals::list_open(session)) {
            view["proposals"].push_back(view_of(proposal, edition->matrix(), *table, language));
        }
        const auto counted = proposals::counted_at(session);
        view["counted"] = counted ? moments.view(*counted) : json(false);
        view["is_counting"] = proposals::is_count_under_way(session);
        view["drafts"] = open_drafts(drafts::list(session));
    });
    view["has_proposals"] = !view["proposals"].empty();
    view["said"] = notice.empty() ? json(false) : json(texts.text(language, notice));
    return services.pages.render(request, 200, "matrix/learning", std::move(view));
}

web::Response back(const char* word) { return web::Response::see_other(std::string{"/matrix/learning?said="} + word); }

web::Response want(const ReplayServices& services, const web::Request&) {
    services.database.in_transaction([&](db::Transaction& tx) { proposals::want_count(tx, services.clock.now()); });
    services.wake();
    return back("wanted");
}

/// The draft that was chosen, or a new one.
DraftId draft_of(const ReplayServices& services, db::Transaction& tx, const web::Request& request, PersonId by, Timestamp now) {
    const auto chosen = whole_number<std::uint64_t>(request.form().value("draft"));
    if (chosen) {
        return DraftId{*chosen};
    }
    const auto& texts = services.pages.texts();
    const web::Moments moments{texts, request.language(), now};
    const auto name = texts.format(request.language(), "learning.draft_name", {{"date", moments.date(now)}});
    return drafts::start(tx, name, services.router.edition()->id, by, now);
}

/// Carries a refusal out of the transaction, so that no empty draft is left.
struct TooLate {};

web::Response accept(const ReplayServices& services, const web::Request& request) {
    const ProposalId id{request.path_number("proposal")};
    const auto by = identity::principal(request).person.id;
    const auto now = services.clock.now();
    try {
        services.database.in_transaction([&](db::Transaction& tx) {
            const auto draft = draft_of(services, tx, request, by, now);
            if (!proposals::accept(tx, id, draft, by, now)) {
                throw TooLate{};
            }
            identity::record(tx, identity::Actor::of(request),
                             {.action = "matrix.proposal_accepted", .object_kind = "matrix", .object_id = "proposal/" + id.text(), .details = {{"draft", draft.value}}}, now);
        });
    } catch (const TooLate&) {
        return back("too_late");
    }
    return back("accepted");
}

web::Response decline(const ReplayServices& services, const web::Request& request) {
    const ProposalId id{request.path_number("proposal")};
    const auto now = services.clock.now();
    const bool is_declined = services.database.in_transaction([&](db::Transaction& tx) {
        if (!proposals::decline(tx, id, identity::principal(request).person.id, now)) {
            return false;
        }
        identity::record(tx, identity::Actor::of(request), {.action = "matrix.proposal_declined", .object_kind = "matrix", .object_id = "proposal/" + id.text()}, now);
        return true;
    });
    return back(is_declined ? "declined" : "too_late");
}

}  // namespace

std::vector<web::Route> learning_routes(const ReplayServices& services) {
    using web::Access, web::Audience, web::Method, web::Via;
    const auto route = [&](Method method, std::string path, web::Response (*answer)(const ReplayServices&, const web::Request&)) {
        return web::Route{.method = method,
                          .path = std::move(path),
                          .access = Access{Audience::MatrixOwner, Via::Page},
                          .handler = [services, answer](const web::Request& request) { return answer(services, request); }};
    };
    return {route(Method::Get, "/matrix/learning", show), route(Method::Post, "/matrix/learning", want),
            route(Method::Post, "/matrix/learning/{proposal}/acceptance", accept), route(Method::Post, "/matrix/learning/{proposal}/refusal", decline)};
}

}  // namespace ansvar::matrix
