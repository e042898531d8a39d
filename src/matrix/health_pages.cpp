#include "matrix/health_pages.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "matrix/drafts.hpp"
#include "matrix/health.hpp"
#include "queries/matrix.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

constexpr std::size_t most_named = 12;

/// What the page says, in the reader's language.
class HealthView {
public:
    HealthView(const ReplayServices& services, const web::Request& request, const Edition& edition)
        : texts_(services.pages.texts()), language_(request.language()), moments_(texts_, language_, services.clock.now()), roles_(services.roles.table()),
          edition_(edition), is_administrator_(identity::principal(request).person.is_administrator) {}

    /// Where a row is changed: the newest draft that is open, or the list of drafts.
    void link_rows_to(const std::vector<DraftHead>& drafts) {
        const auto open = std::find_if(drafts.begin(), drafts.end(), [](const DraftHead& draft) { return draft.state == DraftHead::State::Open; });
        if (open != drafts.end()) {
            draft_ = "/matrix/drafts/" + open->id.text();
        }
    }

    json page(const MatrixHealth& health, const MatrixUse& use, const std::vector<TextGroup>& groups, std::size_t unplaced) const {
        json view{{"title", text("matrix_health.title")},
                  {"nav", "matrix"},
                  {"version", texts_.format(language_, "matrix_health.version", {{"version", edition_.matrix().version()}})},
                  {"unheld", unheld(health)},
                  {"on_one", on_one(health)},
                  {"twice", twice(health)},
                  {"wrong_doors", wrong_doors(health)},
                  {"unused", health.unused.empty() ? json(false) : areas(health.unused, health.unused.size())},
                  {"unused_count", texts_.format(language_, "matrix.found", {{"count", health.unused.size()}})},
                  {"groups", text_groups(groups)},
                  {"unplaced", texts_.format(language_, "matrix_health.unplaced_count", {{"count", unplaced}})},
                  {"months", months(use)}};
        for (const auto* part : {"unheld", "on_one", "twice", "wrong_doors", "groups", "months"}) {
            view[std::string{"has_"} + part] = !view[part].empty();
        }
        return view;
    }

private:
    json unheld(const MatrixHealth& health) const {
        auto list = json::array();
        for (const auto& one : health.unheld) {
            const bool is_person = one.role.empty();
            list.push_back({{"who", is_person ? texts_.format(language_, "matrix_health.nobody_called", {{"initials", one.initials}}) : role(one.role)},
                            {"href", is_administrator_ ? json(is_person ? "/admin/people" : "/admin/roles/" + percent_encode(one.role)) : json(false)},
                            {"areas", areas(one.areas, most_named)}});
        }
        return list;
    }

    json on_one(const MatrixHealth& health) const {
        auto list = json::array();
        for (const auto& one : health.on_one) {
            const auto until = one.away_until ? from_sql(*one.away_until + " 12:00:00") : std::nullopt;
            list.push_back({{"who", one.name},
                            {"href", is_administrator_ ? json("/admin/people/" + std::to_string(one.person)) : json(false)},
                            {"away", until ? json(texts_.format(language_, "matrix_health.away", {{"until", moments_.day(*until)}})) : json(false)},
                            {"areas", areas(one.areas, most_named)}});
        }
        return list;
    }

    json twice(const MatrixHealth& health) const {
        auto list = json::array();
        for (const auto& one : health.twice) {
            list.push_back({{"who", one.name}, {"href", false}, {"areas", areas(one.areas, most_named, true)}});
        }
        return list;
    }

    json wrong_doors(const MatrixHealth& health) const {
        auto list = json::array();
        for (const auto& row : health.wrong_doors) {
            list.push_back({{"area", row.area->name},
                            {"href", href(*row.area)},
                            {"routed", std::to_string(row.routed)},
                            {"moved", std::to_string(row.moved)},
                            {"share", percent(row.moved, row.routed)}});
        }
        return list;
    }

    static json text_groups(const std::vector<TextGroup>& groups) {
        auto list = json::array();
        for (const auto& group : groups) {
            list.push_back({{"word", group.word}, {"href", "/search?q=" + percent_encode(group.word)}, {"tickets", std::to_string(group.tickets.size())}});
        }
        return list;
    }

    static json months(const MatrixUse& use) {
        auto list = json::array();
        for (const auto& month : use.months) {
            list.push_back({{"month", month.month}, {"routed", std::to_string(month.routed)}, {"kept", std::to_string(month.kept)}, {"share", percent(month.kept, month.routed)}});
        }
        return list;
    }

    /// Names with links, some of them; `with_column`: rows of one name are told apart by where they stand.
    json areas(const MatrixHealth::Areas& all, std::size_t most, bool with_column = false) const {
        auto list = json::array();
        for (std::size_t at = 0; at < std::min(all.size(), most); ++at) {
            list.push_back({{"name", with_column ? all[at]->row + ", " + all[at]->column : all[at]->name}, {"href", href(*all[at])}, {"then", at + 1 < std::min(all.size(), most)}});
        }
        const auto more = all.size() - list.size();
        return {{"list", std::move(list)}, {"more", more > 0 ? json(texts_.format(language_, "matrix_health.more", {{"count", more}})) : json(false)}};
    }

    std::string href(const routing::Area& area) const { return draft_.empty() ? std::string{"/matrix/drafts"} : draft_ + "?edit=" + area.row + "#" + area.row; }
    static std::string percent(std::int64_t part, std::int64_t whole) { return std::to_string(whole == 0 ? 0 : (200 * part + whole) / (2 * whole)) + " %"; }
    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }
    std::string role(const std::string& code) const { return roles_->name(RoleCode{code}, language_); }

    const web::Texts& texts_;
    web::Language language_;
    web::Moments moments_;
    std::shared_ptr<const identity::RoleTable> roles_;
    const Edition& edition_;
    bool is_administrator_;
    std::string draft_;
};

std::vector<UnplacedText> texts_of(db::Session& session, const std::vector<std::uint64_t>& tickets) {
    std::vector<UnplacedText> texts;
    session.each(queries::matrix::select_unplaced_texts, {{"ids", json(tickets).dump()}}, [&](const db::Row& row) {
        texts.push_back({row.unsigned_integer("id"), row.text("subject") + "\n" + row.text("body")});
    });
    return texts;
}

web::Response show(const ReplayServices& services, RowUse& row_use, const web::Request& request) {
    const auto edition = services.router.edition();
    if (!edition) {
        throw web::Unavailable{};
    }
    const auto now = services.clock.now();
    const auto use = row_use.since(stockholm_midnight(now, -365));
    const auto health = examine(edition->matrix(), *services.staff.staff(), identity::school_day(now), use);
    HealthView view{services, request, *edition};
    const auto texts = services.database.read([&](db::Session& session) {
        view.link_rows_to(drafts::list(session));
        return texts_of(session, use.unplaced);
    });
    return services.pages.render(request, 200, "matrix/health", view.page(health, use, group_texts(texts), texts.size()));
}

}  // namespace

std::vector<web::Route> health_routes(const ReplayServices& services, RowUse& use) {
    return {{.method = web::Method::Get,
             .path = "/matrix/health",
             .access = web::Access{web::Audience::MatrixOwner, web::Via::Page},
             .handler = [services, &use](const web::Request& request) { return show(services, use, request); }}};
}

}  // namespace ansvar::matrix
