#include "tickets/search_pages.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "routing/unicode.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/search.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// How many of each kind are shown.
struct Share {
    std::size_t tickets;
    std::size_t people;
    std::size_t areas;
};
constexpr Share on_page{50, 5, 5};
constexpr Share in_palette{6, 3, 3};

constexpr std::size_t shortest_name = 2;  // characters of a question that people and areas are looked for by

/// "/search": tickets, people and areas for words or a number. The palette asks for its first lines.
class SearchPages {
public:
    explicit SearchPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto wording = services_.wording(request);
        const auto typed = typed_in(request);
        const auto before = request.query("before");
        const auto from = before ? id_from<TicketId>(*before) : std::nullopt;
        if (before && !from) {
            throw web::NotFound{};
        }
        auto view = found(request, typed, from, on_page);
        const bool has_question = !typed.empty();
        view["nothing"] = has_question && view["tickets"].empty() && view["more"] == false
                              ? wording.format(has_words(typed) ? "search.nothing" : "search.no_words", {{"question", typed}})
                              : std::string{};
        view["title"] = has_question ? wording.format("search.title_of", {{"question", typed}}) : wording.text("search.title");
        view["nav"] = "search";
        view["question"] = typed;
        return services_.pages.render(request, 200, "tickets/search", std::move(view), reader(request).is_agent() ? "layout_agent" : "layout");
    }

    web::Response suggest(const web::Request& request) const {
        const auto typed = typed_in(request);
        auto view = found(request, typed, {}, in_palette);
        view["all"] = typed.empty() ? json(false) : json{{"href", "/search?q=" + percent_encode(typed)}, {"label", services_.wording(request).format("palette.all", {{"question", typed}})}};
        view["lang"] = web::to_string(request.language());
        return services_.pages.fragment(request, 200, "suggestions", view);
    }

private:
    /// Longer ones are no question any more.
    static std::string typed_in(const web::Request& request) { return shorten(trim(request.query("q").value_or("")), 200); }
    static bool has_words(const std::string& typed) {
        const Question question{typed};
        return question.number || !question.words.empty();
    }

    json found(const web::Request& request, const std::string& typed, std::optional<TicketId> before, Share share) const {
        const auto wording = services_.wording(request);
        const auto& person = reader(request);
        const Question question{typed};
        const bool is_about_names = !before && count_characters(typed) >= shortest_name && (person.is_agent() || person.is_administrator);
        const auto [page, people] = services_.database().read([&](db::Session& session) {
            return std::pair{find_tickets(session, question, person, before, share.tickets),
                             is_about_names ? people_named(session, typed, share.people) : json::array()};
        });
        auto areas = before ? json::array() : areas_named(typed, wording, share.areas);
        json view;
        view["tickets"] = json::array();
        for (const auto& ticket : page.tickets) {
            view["tickets"].push_back(ticket_view(ticket, question, wording));
        }
        view["has_tickets"] = !page.tickets.empty();
        view["has_people"] = !people.empty();
        view["has_areas"] = !areas.empty();
        view["people"] = people;
        view["areas"] = std::move(areas);
        view["more"] = page.next ? json{{"href", "/search?q=" + percent_encode(typed) + "&before=" + page.next->text()}} : json(false);
        return view;
    }

    json ticket_view(const FoundTicket& ticket, const Question& question, const Wording& wording) const {
        auto pieces = json::array();
        for (const auto& piece : mark_sought(ticket.subject, question.words)) {
            pieces.push_back({{"text", piece.text}, {"marked", piece.is_marked}});
        }
        const auto state = std::string{name(ticket.state)};
        const auto role = services_.roles().name(ticket.role, wording.language());
        return {{"number", ticket.id.value},
                {"pieces", std::move(pieces)},
                {"state", {{"code", state}, {"word", wording.text("state." + state)}}},
                {"place", ticket.area ? wording.format("search.place", {{"area", *ticket.area}, {"role", role}}) : role},
                {"requester", ticket.requester},
                {"confidential", ticket.confidential},
                {"opened", {{"datetime", to_rfc3339(ticket.opened_at)}, {"exact", wording.exact(ticket.opened_at)}, {"text", wording.when(ticket.opened_at)}}}};
    }

    static json people_named(db::Session& session, const std::string& typed, std::size_t most) {
        auto people = json::array();
        for (const auto& row : session.rows(queries::tickets::select_people_named, {{"words", typed}, {"page_size", most}})) {
            people.push_back({{"name", row.text("name")}, {"title", row.text("title")}, {"href", "/search?q=" + percent_encode(row.text("name"))}});
        }
        return people;
    }

    /// Areas in whose names every word stands, wherever in them.
    json areas_named(const std::string& typed, const Wording& wording, std::size_t most) const {
        auto areas = json::array();
        const auto words = split(typed, ' ');
        const auto router = services_.desk.services().router();
        for (const auto& area : router->matrix().areas()) {
            const auto name = routing::fold_to_utf8(area.row + " " + area.name);
            const bool fits = count_characters(typed) >= shortest_name && std::all_of(words.begin(), words.end(), [&](auto word) {
                return name.find(routing::fold_to_utf8(word)) != std::string::npos;
            });
            if (fits && areas.size() < most) {
                areas.push_back({{"name", area.name}, {"role", lead_name(area, *services_.roles().table(), wording)}, {"href", "/matrix#" + area.row}});
            }
        }
        return areas;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> search_routes(const PageServices& services) {
    const auto pages = std::make_shared<SearchPages>(services);
    constexpr web::Access everybody{web::Audience::SignedIn, web::Via::Page};
    return {{web::Method::Get, "/search", everybody, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Get, "/search/suggestions", everybody, [pages](const web::Request& request) { return pages->suggest(request); }},
            search_api_route(services)};
}

}  // namespace ansvar::tickets
