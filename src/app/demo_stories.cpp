#include "app/demo_stories.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "app/demo_table.hpp"
#include "app/files.hpp"
#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "identity/role_directory.hpp"
#include "tickets/desk.hpp"
#include "tickets/draft.hpp"
#include "tickets/ledger_of.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace {

using nlohmann::json;
using tickets::EventKind;
using tickets::State;

/// Sentences of a file, a line each: words for people live outside the program.
std::vector<std::string> read_lines(const char* file) {
    std::vector<std::string> lines;
    const auto text = web::read_file(share_folder() / "demo" / file);
    for (const auto line : split(text, '\n')) {
        if (!trim(line).empty()) {
            lines.emplace_back(trim(line));
        }
    }
    return lines;
}

/// How long a role takes compared with others, the same each time: from half to nearly twice.
double slowness(const std::string& role) {
    unsigned sum = 0;
    for (const char c : role) {
        sum = sum * 31 + static_cast<unsigned char>(c);
    }
    return 0.5 + 1.4 * (sum % 100) / 100;
}

}  // namespace

/// Tells one story, event by event; once the present is reached nothing happens any more.
class DemoStories::Teller {
public:
    Teller(DemoStories& all, Timestamp opened_at, bool stays_open) : all_(all), stays_open_(stays_open) {
        const auto& requester = all_.pick(all_.requesters_);
        ticket_.requester = ticket_.filed_by = requester.id;
        ticket_.unit = requester.unit;
        ticket_.room = requester.room;
        ticket_.opened_at = at_ = opened_at;
        const auto way = all_.chance();
        ticket_.channel = way < 0.58 ? tickets::Channel::Web : way < 0.86 ? tickets::Channel::Mail : way < 0.95 ? tickets::Channel::Phone : tickets::Channel::Visit;
    }

    DemoStory tell() {
        const auto& request = all_.requests_[all_.weights_(all_.random_)];
        const auto& door = all_.chance() < 1.0 / 11 ? all_.pick(all_.requests_) : request;  // the wrong one, when it leads elsewhere
        open(request, door);
        if (door.queue != request.queue) {
            hand_over(request);
        }
        answer();
        finish();
        return std::move(story_);
    }

private:
    void open(const Request& request, const Request& door) {
        ticket_.subject = request.subject;
        ticket_.confidential = request.decision.confidential;
        const auto bump = all_.chance();
        ticket_.priority = bump < 0.01   ? tickets::Priority::Urgent
                           : bump < 0.06 ? tickets::Priority::High
                           : bump < 0.16 ? tickets::Priority::Low
                                         : static_cast<tickets::Priority>(request.decision.priority);
        lie(door, door.decision);
        happens(EventKind::Opened, ticket_.requester, {{"to", door.queue.value}, {"placed", ""}, {"target", target()}});
        story_.receipts.emplace_back(1, door.receipt);
        says(request.text);
    }

    /// The ticket lies where this request belongs.
    void lie(const Request& request, const routing::Decision& decision) {
        ticket_.role = request.queue;
        ticket_.row_ref = decision.row;
        ticket_.area_key = decision.area;
        ticket_.area = request.area;
        ticket_.matrix_version = decision.matrix_version;
        ticket_.reason = routing::to_string(decision.reason);
        ticket_.confidence = decision.confidence;
        hours_ = all_.schedule_.calendars.of(ticket_.role, ticket_.unit);
    }

    void hand_over(const Request& request) {
        if (!passes(lognormal(3.6, 1.2))) {
            return;
        }
        const auto from = ticket_.role;
        auto decision = request.decision;
        decision.reason = routing::Reason::Corrected;
        decision.confidence = 1;
        decision.corrected_from = from.value;
        lie(request, decision);
        const auto who = all_.pick(all_.holders_.at(from.value)).id;
        happens(EventKind::Rerouted, who, {{"from", from.value}, {"to", request.queue.value}, {"why", ""}, {"placed", ""}, {"target", target()}});
        story_.receipts.emplace_back(ticket_.last_seq, routing::to_json(decision));
    }

    /// The first answer, and what comes of it.
    void answer() {
        const double urgency = ticket_.priority >= tickets::Priority::High ? 0.4 : 1;
        if (!passes(lognormal(4.1, 1.1) * slowness(ticket_.role.value) * urgency)) {
            return;
        }
        const auto& agent = all_.pick(all_.holders_.at(ticket_.role.value));
        const auto way = all_.chance();
        replies(agent.id);
        ticket_.assignee = agent.id;
        happens(EventKind::Assigned, agent.id, {{"assignee", agent.id.value}, {"name", agent.name}});
        if (way < 0.45 && !stays_open_) {
            return ends(agent.id);
        }
        if (way < 0.62) {
            move_to(way < 0.55 ? State::WaitingRequester : State::WaitingOther, agent.id);
            if (!waits()) {
                return;
            }
        } else {
            move_to(State::InProgress, agent.id);
        }
        if (passes(lognormal(5.2, 1.0) * slowness(ticket_.role.value)) && !stays_open_) {
            replies(agent.id);
            ends(agent.id);
        }
    }

    /// False: it still does.
    bool waits() {
        if (ticket_.state == State::WaitingOther) {
            return passes(lognormal(6.5, 0.8)) && move_to(State::InProgress, *ticket_.assignee);
        }
        if (!passes(lognormal(5.6, 1.2))) {
            return false;
        }
        happens(EventKind::Replied, ticket_.requester, {{"by_requester", true}});
        says(all_.pick(all_.replies_));
        return move_to(State::InProgress, ticket_.requester);
    }

    void ends(PersonId agent) {
        const auto way = all_.chance();
        move_to(way < 0.03 ? State::Rejected : way < 0.3 ? State::Resolved : State::Closed, agent);
        if (ticket_.state == State::Rejected) {
            return;
        }
        const auto after = all_.chance();
        if (after < 0.3 && passes(lognormal(5.0, 1.0))) {
            story_.helped = all_.chance() < 0.88;
            story_.helped_at = at_;
            happens(EventKind::Surveyed, ticket_.requester, {{"helped", *story_.helped}});
        }
        if (after > 0.95 || story_.helped == false) {
            comes_back(agent);
        }
    }

    void comes_back(PersonId agent) {
        if (has_come_back_ || !passes(lognormal(6.0, 0.8))) {
            return;
        }
        has_come_back_ = true;
        happens(EventKind::Replied, ticket_.requester, {{"by_requester", true}});
        says(all_.pick(all_.replies_));
        happens(EventKind::Reopened, ticket_.requester, {{"from", name(ticket_.state)}});
        ticket_.state = State::InProgress;
        if (passes(lognormal(4.6, 1.0))) {
            replies(agent);
            move_to(State::Closed, agent);
        }
    }

    void replies(PersonId agent) {
        happens(EventKind::Replied, agent, {{"by_requester", false}, {"answers", true}});
        says(all_.pick(all_.answers_));
    }

    bool move_to(State state, PersonId who) {
        happens(EventKind::StateChanged, who, {{"from", name(ticket_.state)}, {"to", name(state)}});
        ticket_.state = state;
        return true;
    }

    void says(std::string_view text) { story_.texts.emplace_back(ticket_.last_seq, text); }

    void happens(EventKind kind, PersonId who, json data) {
        story_.events.push_back({.ticket = {}, .seq = ++ticket_.last_seq, .kind = kind, .actor = who, .at = at_, .data = std::move(data)});
    }

    /// So many working minutes pass. False: that is still to come.
    bool passes(double minutes) {
        const auto then = clock::add_working_minutes(at_, static_cast<std::int64_t>(std::clamp(minutes, 1.0, 20'000.0)), hours_->hours);
        if (then >= all_.now_) {
            return false;
        }
        at_ = then + std::chrono::microseconds{static_cast<std::int64_t>(all_.chance() * 6e7)};
        at_ = std::min(at_, all_.now_);
        return true;
    }

    /// Minutes, half of them under e^m.
    double lognormal(double m, double s) { return std::lognormal_distribution<>{m, s}(all_.random_); }

    json target() const { return tickets::ledger_of::to_json(all_.schedule_.targets.of(tickets::aimed_at(*all_.router_.get(), ticket_))); }

    void finish() {
        ticket_.changed_at = at_;
        ticket_.version = ticket_.last_seq;
        const auto ledger = tickets::ledger_of::count(all_.schedule_, ticket_, story_.events, {}, at_);
        tickets::ledger_of::put(ticket_, ledger);
        ticket_.escalate_at.reset();  // nobody is told of what was made up
        story_.later_answers = ledger.next_responses;
        story_.ticket = std::move(ticket_);
    }

    DemoStories& all_;
    bool stays_open_;
    bool has_come_back_ = false;
    Timestamp at_;
    tickets::Ticket ticket_{};
    DemoStory story_{};
    std::shared_ptr<const clock::Followed> hours_;
};

DemoStories::DemoStories(db::Database& database, Timestamp now)
    : now_(now), router_(shipped_model()), answers_(read_lines("answers.txt")), replies_(read_lines("replies.txt")) {
    router_.refresh_if_changed(database, now_);
    database.read([&](db::Session& session) {
        schedule_.refresh(session);
        identity::RoleDirectory roles;
        roles.refresh(session, now_);
        for (const auto& role : roles.table()->roles()) {
            if (auto holders = tickets::ticket_store::list_holders(session, role.code, now_); !holders.empty()) {
                holders_[role.code.value] = std::move(holders);
            }
        }
        for (const auto& person : identity::list_people(session, now_)) {
            if (!person.is_agent() && !person.is_administrator) {
                requesters_.push_back(person);
            }
        }
    });
    if (requesters_.empty() || holders_.empty()) {
        throw std::runtime_error("there is no demo school here: start once with `ansvar serve --demo`");
    }
    school_ = schedule_.calendars.of_school();
    for (const auto& row : read_demo_table(share_folder() / "routing" / "requests.csv")) {
        requests_.push_back(read_request(row.at("subject"), row.at("body")));
    }
    weigh_requests();
}

DemoStories::~DemoStories() = default;

DemoStories::Request DemoStories::read_request(const std::string& subject, const std::string& body) const {
    Request request{.subject = shorten(subject, tickets::max_subject), .text = body.empty() ? subject : body, .decision = {}, .receipt = {}, .queue = {}, .area = {}};
    request.decision = router_.get()->route({.subject = subject, .body = body, .area = {}});
    request.receipt = routing::to_json(request.decision);
    request.queue = RoleCode{holders_.contains(request.decision.role) ? request.decision.role : "TRIAGE"};
    const auto* area = request.decision.area ? router_.get()->matrix().find(*request.decision.area) : nullptr;
    request.area = area ? std::optional{area->name} : std::nullopt;
    return request;
}

/// The n-th of the areas, by how many of the requests are about them, is asked about in proportion to 1 / (n + 4).
void DemoStories::weigh_requests() {
    std::map<std::string, int> about;
    for (const auto& request : requests_) {
        ++about[request.decision.area.value_or("")];
    }
    std::vector<std::pair<int, std::string>> ranks;
    for (const auto& [area, count] : about) {
        ranks.emplace_back(-count, area);
    }
    std::sort(ranks.begin(), ranks.end());
    std::map<std::string, double> weight;
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        weight[ranks[rank].second] = 1.0 / static_cast<double>(rank + 4) / -ranks[rank].first;
    }
    std::vector<double> weights;
    for (const auto& request : requests_) {
        weights.push_back(weight.at(request.decision.area.value_or("")));
    }
    weights_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
}

DemoStory DemoStories::draw(Timestamp opened_at, bool stays_open) { return Teller{*this, opened_at, stays_open}.tell(); }

}  // namespace ansvar::app
