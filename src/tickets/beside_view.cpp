#include "tickets/beside_view.hpp"

#include <algorithm>
#include <map>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/checklist.hpp"
#include "tickets/links.hpp"
#include "tickets/tags.hpp"
#include "tickets/time_spent.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// "Bevaka", or the way out of it; false for the requester, and where nobody begins to.
json watch_view(const BesidePage& page) {
    const bool watches = page.ties.is_watcher || page.ties.follows;
    if (!watches && (page.ticket.requester == reader(page.request).id || page.ticket.confidential || page.ticket.merged_into)) {
        return false;
    }
    return {{"value", watches ? "no" : "yes"}, {"label", page.wording.text(watches ? "beside.unwatch" : "beside.watch")}};
}

/// What the page needs of the database, read in one go.
struct Loaded {
    std::vector<std::string> tags, tags_in_use;
    std::vector<checklist::Item> items;
    std::vector<time_spent::Entry> times;
    std::optional<time_spent::Running> clock;
    std::vector<links::Link> links;
};

class BesideView {
public:
    BesideView(const BesidePage& page, const Holdings& holdings, const OtherTickets& others)
        : page_(page), wording_(page.wording), loaded_(load(holdings)), others_(others) {}

    json make() const {
        const bool handles = allows(Action::Handle);
        json view = {{"ticket_number", page_.ticket.id.value},
                     {"can_change", handles},
                     {"has_tags", !loaded_.tags.empty()},
                     {"tags", words("tag", loaded_.tags)},
                     {"suggestions", words("tag", loaded_.tags_in_use)},
                     {"tag", field("tag")},
                     {"snooze", snooze(handles)},
                     {"checklist", items()},
                     {"time", time()},
                     {"links", linked()},
                     {"watchers", watchers()},
                     {"done", done()},
                     {"has_done", !others_.done.empty()},
                     {"sources", sources()},
                     {"has_sources", !page_.merged.empty()},
                     {"can_merge", handles}};
        return view;
    }

private:
    bool allows(Action action) const { return may(person(), action, page_.ticket, page_.ties); }
    const identity::Person& person() const { return reader(page_.request); }

    Loaded load(const Holdings& holdings) const {
        return page_.services.database().read([&](db::Session& session) {
            const auto id = page_.ticket.id;
            return Loaded{.tags = holdings.tags ? tags::list(session, id) : std::vector<std::string>{},
                          .tags_in_use = tags::list_in_use(session, person()),
                          .items = holdings.checklist ? checklist::list(session, id) : std::vector<checklist::Item>{},
                          .times = holdings.times ? time_spent::list(session, id) : std::vector<time_spent::Entry>{},
                          .clock = holdings.clock ? time_spent::running(session, person().id) : std::nullopt,
                          .links = holdings.links ? links::list(session, id, person()) : std::vector<links::Link>{}};
        });
    }

    /// Was it this field's form that was sent, and came back?
    bool came_back(std::string_view name) const { return page_.feedback.form == TicketFeedback::Form::Other && page_.feedback.reason == name; }

    /// What was typed, and what is wrong with it.
    json field(std::string_view name) const {
        return {{"typed", came_back(name) ? page_.feedback.to : ""},
                {"error", page_.feedback.form == TicketFeedback::Form::Other ? page_.feedback.errors.of(name, wording_) : json(false)},
                {"open", came_back(name)}};
    }

    static json words(const char* key, const std::vector<std::string>& list) {
        auto all = json::array();
        for (const auto& each : list) {
            all.push_back({{key, each}});
        }
        return all;
    }

    json ticket_line(const OtherTicket& other) const {
        const auto state = std::string{name(other.state)};
        return {{"number", other.id.value}, {"subject", other.subject}, {"state", {{"code", state}, {"word", wording_.text("state." + state)}}}};
    }

    json snooze(bool handles) const {
        auto view = field("until");
        const auto& until = page_.ticket.snoozed_until;
        view["asleep"] = until ? json{{"text", wording_.format("beside.snoozed", {{"day", wording_.day(*until)}})}} : json(false);
        view["can"] = handles && page_.ticket.is_open();
        return view;
    }

    json items() const {
        auto view = field("item");
        auto list = json::array();
        std::size_t done = 0;
        for (const auto& item : loaded_.items) {
            done += item.done_at ? std::size_t{1} : std::size_t{0};
            list.push_back({{"id", item.id},
                            {"text", item.text},
                            {"done", item.done_at ? json{{"by", wording_.format("beside.done_by", {{"who", item.done_by}, {"when", wording_.when(*item.done_at)}})}} : json(false)}});
        }
        view["has_items"] = !list.empty();
        view["list"] = std::move(list);
        view["standing"] = loaded_.items.empty() ? "" : wording_.format("beside.checklist_standing", {{"done", done}, {"all", loaded_.items.size()}});
        view["open"] = view["open"] == true || done < loaded_.items.size();
        return view;
    }

    json time() const {
        auto view = field("time");
        std::int64_t total = 0;
        std::map<std::string, std::int64_t> by_person;
        auto own = json::array();
        for (const auto& entry : loaded_.times) {
            if (!entry.minutes) {
                continue;
            }
            total += *entry.minutes;
            by_person[entry.name] += *entry.minutes;
            if (entry.person == person().id) {
                own.push_back({{"id", entry.id}, {"minutes", wording_.hours(*entry.minutes)}, {"when", wording_.when(entry.started_at)}});
            }
        }
        auto people = json::array();
        for (const auto& [name, minutes] : by_person) {
            people.push_back({{"name", name}, {"duration", wording_.hours(minutes)}});
        }
        const auto& clock = loaded_.clock;
        view["total"] = total == 0 ? "" : wording_.hours(total);
        view["has_people"] = people.size() > 1;
        view["people"] = std::move(people);
        view["has_own"] = !own.empty();
        view["own"] = std::move(own);
        view["running"] = clock ? json{{"here", clock->ticket == page_.ticket.id},
                                       {"number", clock->ticket.value},
                                       {"since", wording_.when(clock->since)}}
                                : json(false);
        view["open"] = view["open"] == true || (clock && clock->ticket == page_.ticket.id);
        return view;
    }

    json linked() const {
        auto view = field("link");
        auto list = json::array();
        for (const auto& link : loaded_.links) {
            auto line = ticket_line({link.ticket, link.subject, link.state});
            line["kind"] = wording_.text("links.is." + std::string{links::name(link.kind)});
            list.push_back(std::move(line));
        }
        auto kinds = json::array();
        for (const auto kind : {links::Kind::Related, links::Kind::Parent, links::Kind::Child, links::Kind::Duplicate}) {
            kinds.push_back({{"value", links::name(kind)}, {"label", wording_.text("links.make." + std::string{links::name(kind)})}});
        }
        view["has_links"] = !list.empty();
        view["list"] = std::move(list);
        view["kinds"] = std::move(kinds);
        return view;
    }

    json watchers() const {
        auto view = field("watcher");
        auto list = json::array();
        for (const auto& watcher : page_.watchers) {
            list.push_back({{"id", watcher.id.text()}, {"name", watcher.name}});
        }
        view["count"] = list.empty() ? "" : std::to_string(list.size());
        view["has_watchers"] = !list.empty();
        view["list"] = std::move(list);
        view["can_add"] = allows(Action::Handle) && !page_.ticket.confidential;
        view["watch"] = watch_view(page_);
        return view;
    }

    json done() const {
        auto list = json::array();
        for (const auto& other : others_.done) {
            list.push_back(ticket_line(other));
        }
        return list;
    }

    /// The tickets that go on here, each with the way to take it apart.
    json sources() const {
        auto list = json::array();
        for (const auto& source : page_.merged) {
            list.push_back({{"number", source.ticket.id.value},
                            {"subject", source.ticket.subject},
                            {"can_unmerge", allows(Action::Handle) && may_unmerge(person(), source.ticket, source.ties)}});
        }
        return list;
    }

    const BesidePage& page_;
    const Wording& wording_;
    Loaded loaded_;
    const OtherTickets& others_;
};

bool sees(const identity::Person& person, const std::optional<ticket_store::Found>& found) {
    return found && may(person, Action::View, found->ticket, found->ties);
}

}  // namespace

json beside_view(const BesidePage& page, const Holdings& holdings, const OtherTickets& others) { return BesideView{page, holdings, others}.make(); }

json around_view(const BesidePage& page) {
    const auto& person = reader(page.request);
    json away = false, came = false;
    if (const auto target = page.ticket.merged_into) {
        const bool sees_target = page.services.database().read([&](db::Session& session) {
            return sees(person, ticket_store::find(session, *target, person.id, page.wording.now()));
        });
        away = {{"link", sees_target ? json{{"number", target->value}, {"text", page.wording.format("merge.goes_on_in", {{"number", target->text()}})}} : json(false)},
                {"can_unmerge", may_unmerge(person, page.ticket, page.ties)}};
    }
    const auto from = id_from<TicketId>(page.request.query("from").value_or(""));
    const bool is_source = from && std::any_of(page.merged.begin(), page.merged.end(), [&](const auto& source) { return source.ticket.id == *from; });
    if (is_source) {
        came = {{"number", from->value}, {"text", page.wording.format("merge.came_from", {{"number", from->text()}})}};
    }
    const bool is_agents_page = may(person, Action::Notes, page.ticket, page.ties);  // there it stands beside
    return {{"away", std::move(away)}, {"came", std::move(came)}, {"watch", is_agents_page ? json(false) : watch_view(page)}};
}

std::optional<web::Response> where_it_goes_on(const PageServices& services, const web::Request& request, const Ticket& source) {
    if (!source.merged_into || request.query("stay")) {
        return {};
    }
    const auto& person = reader(request);
    const bool sees_target = services.database().read(
        [&](db::Session& session) { return sees(person, ticket_store::find(session, *source.merged_into, person.id, services.now())); });
    if (!sees_target) {
        return {};
    }
    const auto undo = request.query("undo");
    return web::Response::see_other("/tickets/" + source.merged_into->text() + "?from=" + source.id.text() + (undo ? "&undo=" + percent_encode(*undo) : ""));
}

}  // namespace ansvar::tickets
