#include "matrix/draft_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/principal.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/exception_view.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/retraining.hpp"
#include "matrix/withdrawal.hpp"
#include "tickets/api_fields.hpp"
#include "web/errors.hpp"
#include "web/json_lists.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

web::FieldError fault(std::string pointer, std::string_view code, const std::string& text_key, web::Arguments arguments = {}) {
    return {.pointer = std::move(pointer), .code = std::string{code}, .text_key = text_key, .arguments = std::move(arguments)};
}

json as_json(const DraftHead& head) {
    constexpr std::string_view states[]{"open", "published", "discarded"};
    return {{"id", head.id.value},
            {"name", head.name},
            {"state", states[static_cast<std::size_t>(head.state)]},
            {"base", {{"id", head.base.value}, {"version", head.base_version}}},
            {"revision", head.revision},
            {"is_replayed", head.replayed_revision == head.revision},
            {"is_approved", head.approved_by && head.approved_revision == head.revision}};
}

/// A draft's revision is its version.
web::Response with_revision(web::Response response, const DraftHead& head) {
    web::tell_version(response, head.revision);
    return response;
}

/// What texts are read with; null for the model that ships.
json model_view(db::Session& session, const std::optional<ModelId>& model) {
    const auto kept = model ? models::find(session, *model) : std::nullopt;
    return kept ? json{{"id", kept->fingerprint}, {"corrections", kept->corrections}, {"trained_at", to_rfc3339(kept->trained_at)}} : json{};
}

[[noreturn]] void refuse_publishing(const std::vector<PublishFault>& faults) {
    std::vector<web::FieldError> errors;
    for (const auto one : faults) {
        errors.push_back(fault("", code(one), "matrix.publish.fault." + std::string{code(one)}));
    }
    throw web::Unprocessable{std::move(errors)};
}

class DraftApi {
public:
    explicit DraftApi(const Services& services) : desk_{services} {}

    web::Response export_version(const web::Request& request) const {
        const auto asked = request.query("version");
        const auto id = asked ? id_from<VersionId>(*asked) : std::nullopt;
        const auto now = services().clock.now();
        return services().database.read([&](db::Session& session) {
            const auto current = store::find_current(session, now);
            if ((asked && !id) || (!asked && !current)) {
                throw web::NotFound{};
            }
            const auto side = side_of(session, id.value_or(current->id));
            return web::Response::json({{"id", id.value_or(current->id).value},
                                        {"version", side.name},
                                        {"model", model_view(session, side.model)},
                                        {"matrix", routing::write_matrix(side.matrix)},
                                        {"words", routing::write_lexicon(side.lexicon, side.matrix)}});
        });
    }

    /// A draft of the version in force with the files taken in; nothing is kept when they are at fault.
    web::Response import_draft(const web::Request& request) const {
        tickets::Fields fields{request};
        const auto typed = fields.required_text("name"), matrix = fields.text("matrix").value_or(""), words = fields.text("words").value_or("");
        fields.finish();
        const std::string name{trim(typed)};
        if (name.empty() || check_line(name, 100) != TextFault::None) {
            throw web::Unprocessable{{fault("/name", "required", "field.required")}};
        }
        const auto now = services().clock.now();
        const auto base = services().database.read([&](db::Session& session) { return store::find_current(session, now); });
        if (!base) {
            throw web::Unavailable{};
        }
        const auto made = import_as_draft(services().database, name, base->id, {.matrix = matrix, .words = words},
                                          identity::Actor::of(request), now);
        if (!made) {
            std::vector<web::FieldError> errors;
            const auto add = [&](const char* pointer, const routing::Faults& faults) {
                for (const auto& one : faults) {
                    const auto argument = [&](std::size_t at) { return at < one.arguments.size() ? one.arguments[at] : std::string{}; };
                    errors.push_back(fault(pointer + fmt::format("/{}", one.line), one.code, "matrix.fault." + one.code,
                                           {{"first", argument(0)}, {"second", argument(1)}}));
                }
            };
            add("/matrix", made.error().matrix);
            add("/words", made.error().words);
            throw web::Unprocessable{std::move(errors)};
        }
        const auto head = services().database.read([&](db::Session& session) { return drafts::find(session, *made).value(); });
        return with_revision(web::Response::created("/api/v1/matrix/drafts/" + made->text(), as_json(head)), head);
    }

    web::Response show(const web::Request& request) const {
        const auto draft = desk_.draft(request);
        auto view = as_json(draft.head);
        services().database.read([&](db::Session& session) {
            view["model"] = model_view(session, draft.model);
        });
        return with_revision(web::Response::json(std::move(view)), draft.head);
    }

    web::Response retrain(const web::Request& request) const {
        tickets::take_nothing(request);
        const auto draft = desk_.draft(request);
        if (!retraining::ask(services().database, draft.head.id, identity::Actor::of(request), services().clock.now())) {
            refuse_publishing({PublishFault::NotOpen});
        }
        return training(draft, 202);
    }
    web::Response read_training(const web::Request& request) const { return training(desk_.draft(request), 200); }

    web::Response difference(const web::Request& request) const {
        const auto draft = desk_.draft(request);
        const auto asked = request.query("against");
        const auto against = asked ? id_from<VersionId>(*asked) : std::optional{draft.head.base};
        if (!against) {
            throw web::NotFound{};
        }
        const auto [changes, effects] = services().database.read([&](db::Session& session) {
            const auto effects_now = unit_exceptions::effects_of(session, draft, services().clock.now());
            return std::pair{sentences(session, side_of(session, *against), side_of(draft), desk_.words(request), services().clock.now()),
                             say(effects_now, side_of(session, draft.head.base).matrix, desk_.words(request))};
        });
        return web::Response::json({{"items", changes}, {"exceptions", effects}});
    }

    /// Which open tickets lie elsewhere than the draft wants them, as whoever publishes it is asked about them.
    web::Response list_moves(const web::Request& request) const {
        const auto draft = desk_.draft(request);
        const auto misplaced = misplaced_for(request, draft);
        auto items = json::array();
        for (const auto& each : misplaced.tickets) {
            items.push_back({{"ticket", each.id.value},
                             {"subject", each.subject},
                             {"area_name", each.area.empty() ? json() : json(each.area)},
                             {"from", each.from.value},
                             {"to", each.to.value},
                             {"is_changed", each.is_changed}});
        }
        return web::Response::json({{"items", std::move(items)}, {"hidden", misplaced.hidden}});
    }

    web::Response publish(const web::Request& request) const {
        tickets::Fields fields{request};
        PublishWish wish{.version = fields.required_text("version"), .from = {}, .note = fields.text("note").value_or(""), .without_replay = fields.flag("without_replay")};
        const auto split = fields.text("split_exceptions");
        wish.split_exceptions = split_exceptions_from(split.value_or(""));
        if (split && !wish.split_exceptions) {
            fields.fault(fault("/split_exceptions", "split-exceptions", "matrix.publish.fault.split-exceptions"));
        }
        const auto from = fields.text("from").value_or("");
        const bool moves_tickets = fields.flag("move_tickets");
        const auto named = fields.numbers("tickets");
        if (moves_tickets && !named.empty()) {
            fields.fault(web::field_fault("/tickets", "tickets-or-all"));
        }
        fields.finish();
        if (const auto revision = tickets::version_of(request)) {
            wish.seen_revision = static_cast<unsigned>(*revision);
        }
        if (!from.empty()) {
            wish.from = from_iso(from);
            if (!wish.from) {
                refuse_publishing({PublishFault::Past});
            }
        }
        const auto draft = desk_.draft(request);
        if (moves_tickets) {
            wish.seen_revision = draft.head.revision;
            wish.moves = moves::changed(misplaced_for(request, draft));
        } else if (!named.empty()) {
            wish.seen_revision = wish.seen_revision.value_or(draft.head.revision);
            wish.moves = chosen_of(misplaced_for(request, draft), named);
        }
        const auto done = matrix::publish(services().database, draft.head.id, wish, identity::Actor::of(request), services().clock.now());
        if (!done) {
            if (done.error() == std::vector{PublishFault::Changed}) {
                throw web::PreconditionFailed{};
            }
            refuse_publishing(done.error());
        }
        return web::Response::created("/api/v1/matrix?version=" + done->text(), {{"id", done->value}, {"version", wish.version}});
    }

    web::Response go_back(const web::Request& request) const {
        tickets::Fields fields{request};
        const auto note = fields.text("note").value_or("");
        fields.finish();
        const VersionId version{request.path_number("version")};
        if (!services().database.read([&](db::Session& session) { return find_version(session, version); })) {
            throw web::NotFound{};
        }
        const auto done = matrix::go_back(services().database, version, note, identity::Actor::of(request), services().clock.now());
        if (!done) {
            refuse_publishing(done.error());
        }
        return web::Response::created("/api/v1/matrix?version=" + done->text(), {{"id", done->value}});
    }

    web::Response withdraw(const web::Request& request) const {
        tickets::take_nothing(request);
        const VersionId version{request.path_number("version")};
        if (!services().database.read([&](db::Session& session) { return find_version(session, version); })) {
            throw web::NotFound{};
        }
        const auto undone = matrix::withdraw(services().database, version, identity::Actor::of(request), services().clock.now());
        if (!undone) {
            throw web::Unprocessable{{fault("", "not-planned", "matrix.withdraw.in_force")}};
        }
        return web::Response::json({{"id", version.value},
                                    {"version", undone->version},
                                    {"draft", undone->draft ? json(undone->draft->value) : json{}},
                                    {"moves", undone->moves},
                                    {"exceptions", undone->exceptions}});
    }

private:
    Misplaced misplaced_for(const web::Request& request, const Candidate& draft) const {
        return services().database.read([&](db::Session& session) { return moves::misplaced(session, draft, &identity::principal(request).person); });
    }

    static std::vector<ChosenMove> chosen_of(const Misplaced& among, const std::vector<std::int64_t>& numbers) {
        std::vector<TicketId> ids;
        for (const auto number : numbers) {
            ids.push_back(TicketId{static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0))});
        }
        auto chosen = moves::choose(among, ids);
        if (!chosen) {
            throw web::Unprocessable{{fault("/tickets", code(PublishFault::UnknownTicket), "matrix.publish.fault." + std::string{code(PublishFault::UnknownTicket)})}};
        }
        return *std::move(chosen);
    }

    /// How far a draft's training has come: state null when there is nothing to do.
    web::Response training(const Candidate& draft, int status) const {
        return services().database.read([&](db::Session& session) {
            const auto asked = retraining::find(session, draft.head.id);
            return web::Response::json(
                {{"draft", draft.head.id.value}, {"state", asked ? json(to_string(*asked)) : json{}}, {"model", model_view(session, draft.model)}}, status);
        });
    }

    /// "2026-11-30T06:00:00Z"
    static std::optional<Timestamp> from_iso(std::string text) {
        if (text.size() != 20 || text[10] != 'T' || text.back() != 'Z') {
            return std::nullopt;
        }
        text[10] = ' ';
        text.pop_back();
        return from_sql(text);
    }

    const Services& services() const { return desk_.services(); }

    DraftDesk desk_;
};

}  // namespace

std::vector<web::Route> draft_api_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Scope;
    const web::HandlersOf to{std::make_shared<const DraftApi>(services)};
    constexpr Access readers{Audience::MatrixOwner, Scope::MatrixRead}, writers{Audience::MatrixOwner, Scope::MatrixWrite};
    constexpr web::Limits files{.max_body_bytes = 2 * 1024 * 1024, .pool = web::Pool::Uploads};
    return {{Method::Get, "/api/v1/matrix", readers, to(&DraftApi::export_version), {}, {.query = {"version"}}},
            {Method::Post, "/api/v1/matrix/drafts", writers, to(&DraftApi::import_draft), files},
            {Method::Get, "/api/v1/matrix/drafts/{draft}", readers, to(&DraftApi::show)},
            {Method::Get, "/api/v1/matrix/drafts/{draft}/difference", readers, to(&DraftApi::difference), {}, {.query = {"against"}}},
            {Method::Get, "/api/v1/matrix/drafts/{draft}/training", readers, to(&DraftApi::read_training)},
            {Method::Get, "/api/v1/matrix/drafts/{draft}/moves", readers, to(&DraftApi::list_moves)},
            {Method::Post, "/api/v1/matrix/drafts/{draft}/training", writers, to(&DraftApi::retrain)},
            {Method::Post, "/api/v1/matrix/drafts/{draft}/publication", writers, to(&DraftApi::publish), {}, {.query = {}, .wants_version = true}},
            {Method::Post, "/api/v1/matrix/versions/{version}/restoration", writers, to(&DraftApi::go_back)},
            {Method::Post, "/api/v1/matrix/versions/{version}/withdrawal", writers, to(&DraftApi::withdraw)}};
}

}  // namespace ansvar::matrix
