#include "matrix/matrix_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "matrix/routes.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

/// The Blueprint's own order: what must work first stands first.
constexpr std::array<std::string_view, 4> levels_in_order{"HYGIEN", "ADMINISTRATION", "PEDAGOGIK", "ALLA"};
constexpr std::size_t most_chips = 3;
constexpr std::size_t longest_search = 200;

/// Responsible roles, each once, the lead's first.
std::vector<routing::Responsible> roles_of(const routing::Area& area) {
    std::vector<routing::Responsible> roles;
    for (const auto& one : area.responsible) {
        if (!one.role.empty() && std::none_of(roles.begin(), roles.end(), [&](const auto& other) { return other.role == one.role; })) {
            roles.push_back(one);
        }
    }
    return roles;
}

Timestamp day_of(const Edition& edition) {
    const auto dated = from_sql(edition.dated + " 12:00:00");
    return dated.value_or(edition.valid_from);
}

}  // namespace

MatrixView::MatrixView(const Edition& edition, const web::Texts& texts, web::Language language, const web::Moments& moments,
                       tickets::WaitingTimes& waiting_times, const OfReader& reader)
    : edition_{edition},
      matrix_{edition.router.at(reader.unit).matrix()},
      texts_{texts},
      language_{language},
      moments_{moments},
      waiting_times_{waiting_times},
      reader_{reader} {}

json MatrixView::page(const Filter& filter) const {
    const auto areas = search(edition_.router.at(reader_.unit), filter);
    const auto with_queue = std::count_if(areas.begin(), areas.end(), [&](const auto* area) { return has_queue(*area); });
    return {{"title", text("nav.matrix")},
            {"nav", "matrix"},
            {"version", texts_.format(language_, "matrix.version",
                                      {{"version", edition_.matrix().version()}, {"date", moments_.date(day_of(edition_))}})},
            {"level_options", level_options(filter)},
            {"role_options", role_options(filter)},
            {"search", filter.words},
            {"found", texts_.format(language_, "matrix.found", {{"count", areas.size()}})},
            {"found_rest", texts_.format(language_, "matrix.found_with_queue", {{"count", std::to_string(with_queue)}})},
            {"levels", levels(areas)},
            {"nothing_found", areas.empty()}};
}

json MatrixView::level_options(const Filter& filter) const {
    json options = json::array();
    for (const auto level : levels_in_order) {
        options.push_back({{"value", level}, {"label", text(fmt::format("level.{}", level))}, {"selected", filter.level == level}});
    }
    return options;
}

json MatrixView::role_options(const Filter& filter) const {
    json options = json::array();
    const auto& areas = matrix_.areas();
    for (const auto& role : edition_.matrix().roles()) {
        const auto answers = [&](const routing::Area& area) {
            return std::any_of(area.responsible.begin(), area.responsible.end(), [&](const auto& one) { return one.role == role.code; });
        };
        if (std::any_of(areas.begin(), areas.end(), answers)) {
            const auto label = texts_.format(language_, "matrix.role_option", {{"name", name(role)}, {"code", role.code}});
            options.push_back({{"value", role.code}, {"label", label}, {"selected", filter.role == role.code}});
        }
    }
    return options;
}

json MatrixView::levels(const Areas& areas) const {
    json views = json::array();
    for (const auto level : levels_in_order) {
        Areas of_level;
        std::copy_if(areas.begin(), areas.end(), std::back_inserter(of_level), [&](const auto* area) { return area->level == level; });
        if (!of_level.empty()) {
            views.push_back({{"key", lower(level)},
                             {"name", text(fmt::format("level.{}", level))},
                             {"intro", text(fmt::format("matrix.level_intro.{}", level))},
                             {"count", texts_.format(language_, "matrix.found", {{"count", of_level.size()}})},
                             {"columns", columns(of_level)}});
        }
    }
    return views;
}

json MatrixView::columns(const Areas& areas) const {
    json views = json::array();
    for (const auto* area : areas) {
        auto found = std::find_if(views.begin(), views.end(), [&](const json& view) { return view["name"] == area->column; });
        if (found == views.end()) {
            views.push_back({{"name", area->column}, {"areas", json::array()}});
            found = std::prev(views.end());
        }
        (*found)["areas"].push_back(row(*area));
    }
    for (auto& view : views) {
        view["count"] = std::to_string(view["areas"].size());
    }
    return views;
}

json MatrixView::row(const routing::Area& area) const {
    json view{{"row", area.row}, {"area", area.name}, {"action", text(has_queue(area) ? "matrix.create" : "matrix.hand_over")}};
    put_roles(view, area);
    put_holder(view, area);
    put_difference(view, area);
    put_waiting(view, area);
    return view;
}

void MatrixView::put_roles(json& view, const routing::Area& area) const {
    json chips = json::array();
    std::vector<std::string> more;
    for (const auto& one : roles_of(area)) {
        const auto* role = matrix_.find_role(one.role);
        if (chips.size() == most_chips || role == nullptr) {
            more.push_back(one.role);
            continue;
        }
        const auto relation = texts_.format(language_, "matrix.role_relation",
                                            {{"name", name(*role)}, {"relation", text(fmt::format("change.relation.{}", routing::to_string(one.relation)))}});
        chips.push_back({{"code", one.role}, {"name", relation}, {"kind", role->kind == routing::RoleKind::Queue ? "queue" : "referral"}});
    }
    view["roles"] = std::move(chips);
    view["more_roles"] = more.empty() ? json(false) : json{{"names", join(more, ", ")}, {"count", std::to_string(more.size())}};
}

void MatrixView::put_holder(json& view, const routing::Area& area) const {
    const auto* role = matrix_.find_role(area.lead().role);
    const bool is_relative = role != nullptr && role->kind == routing::RoleKind::Relative;
    view["holder_is_soft"] = true;
    if (reader_.holders == nullptr) {
        view["holder"] = text(is_relative ? "matrix.own_manager" : "matrix.sign_in_to_see");
        return;
    }
    const auto holder = reader_.holders->of(area, is_relative);
    view["holder"] = words_of(holder);
    view["holder_is_soft"] = holder.kind != Holder::Kind::Person || holder.is_away;
}

/// What the municipality's matrix says beside the unit's own answer: another role, or other people behind the same one.
void MatrixView::put_difference(json& view, const routing::Area& area) const {
    view["municipality"] = false;
    const auto* theirs = edition_.matrix().find(area.key);
    if (reader_.holders == nullptr || reader_.municipal_holders == nullptr || theirs == nullptr) {
        return;
    }
    const auto* role = edition_.matrix().find_role(theirs->lead().role);
    const bool is_relative = role != nullptr && role->kind == routing::RoleKind::Relative;
    const auto& lead = theirs->lead();
    if (lead.role != area.lead().role) {
        view["municipality"] = texts_.format(language_, "exception.municipality_role", {{"role", lead.role.empty() ? lead.holder : lead.role}});
    } else if (!is_relative && reader_.holders->has_own(area)) {
        view["municipality"] = texts_.format(language_, "exception.municipality_holder", {{"holder", words_of(reader_.municipal_holders->of(*theirs, false))}});
    }
}

std::string MatrixView::words_of(const Holder& holder) const {
    if (holder.kind != Holder::Kind::Person) {
        return text(holder.kind == Holder::Kind::Several     ? "matrix.several_holders"
                    : holder.kind == Holder::Kind::OwnManager ? "matrix.own_manager"
                                                              : "matrix.no_holder");
    }
    if (holder.until.empty()) {
        return holder.name;
    }
    const auto until = moments_.day(from_sql(holder.until + " 12:00:00").value_or(Timestamp{}));
    return holder.is_away ? texts_.format(language_, "away.holder_away", {{"away", holder.name}, {"until", until}})
                          : texts_.format(language_, "away.holder", {{"substitute", holder.name}, {"away", holder.away}, {"until", until}});
}

void MatrixView::put_waiting(json& view, const routing::Area& area) const {
    view["waiting_is_soft"] = true;
    if (!has_queue(area)) {
        view["waiting"] = text("matrix.waiting_outside");
        return;
    }
    const auto wait = waiting_times_.first_response(area.key, RoleCode{area.lead().role});
    if (!wait || wait->basis == tickets::ExpectedWait::Basis::School) {
        view["waiting"] = text("matrix.waiting_unknown");
        return;
    }
    view["waiting_is_soft"] = false;
    view["waiting"] = texts_.format(language_, "matrix.waiting_time",
                                    {{"half", moments_.about(wait->median_minutes)}, {"most", moments_.about(wait->nine_of_ten_minutes)}});
}

bool MatrixView::has_queue(const routing::Area& area) const {
    const auto* role = matrix_.find_role(area.lead().role);
    return role != nullptr && role->kind == routing::RoleKind::Queue;
}

const std::string& MatrixView::name(const routing::Role& role) const {
    return language_ == web::Language::Sv ? role.name_sv : role.name_en;
}

namespace {

/// The version that the address names, or the one in force. What was in force once is the school's own to read.
std::shared_ptr<const Edition> asked_edition(const Services& services, const web::Request& request, const std::shared_ptr<const Edition>& current) {
    const auto asked = request.query("version");
    if (!asked || asked->empty() || identity::find_principal(request) == nullptr) {
        return current;
    }
    const auto id = id_from<VersionId>(*asked);
    auto edition = !id ? nullptr : *id == current->id ? current : services.database.read([&](db::Session& session) { return load_version(session, *id); });
    if (!edition) {
        throw web::NotFound{};
    }
    return edition;
}

}  // namespace

web::Response show_matrix(const Services& services, const web::Request& request) {
    const auto current = services.router.edition();
    if (!current) {
        throw web::Unavailable{};
    }
    const auto edition = asked_edition(services, request, current);
    Filter filter{.level = request.query("level").value_or(""),
                  .role = request.query("role").value_or(""),
                  .words = std::string{trim(request.query("q").value_or(""))}};
    if (count_characters(filter.words) > longest_search) {
        throw web::BadRequest{"a search of more than 200 characters", "q"};
    }
    const auto now = services.clock.now();
    std::optional<Holders> holders, municipal;
    MatrixView::OfReader of_reader;
    if (const auto* reader = identity::find_principal(request)) {
        auto anybody = reader->person;
        anybody.unit.reset();
        holders.emplace(services.staff.staff(), reader->person, now);
        municipal.emplace(services.staff.staff(), anybody, now);
        of_reader = {.unit = reader->person.unit ? std::optional{reader->person.unit->value} : std::nullopt, .holders = &*holders, .municipal_holders = &*municipal};
    }
    const auto& texts = services.pages.texts();
    const web::Moments moments{texts, request.language(), now};
    const MatrixView view{*edition, texts, request.language(), moments, services.waiting_times, of_reader};
    auto page = view.page(filter);
    const bool is_other = edition->id != current->id;
    page["other_version"] = is_other ? json{{"id", edition->id.text()}} : json(false);
    page["has_exceptions"] = holders.has_value();
    page["may_change"] = holders && identity::may(identity::find_principal(request)->person, identity::Right::MatrixChange);
    return services.pages.render(request, 200, "matrix/show", std::move(page));
}

}  // namespace ansvar::matrix
