#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/database.hpp"
#include "identity/person.hpp"
#include "matrix/current_router.hpp"
#include "schedule/schedule.hpp"
#include "tickets/event.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::app {

/// A ticket that was made up, from its opening until now.
struct DemoStory {
    tickets::Ticket ticket;                                       ///< its clocks counted from the events
    std::vector<tickets::Event> events;                           ///< without receipts
    std::vector<std::pair<std::int64_t, std::string>> receipts;   ///< of events, as JSON: long, and many tickets have the same
    std::vector<std::pair<std::int64_t, std::string_view>> texts; ///< of events; they live as long as the DemoStories
    std::vector<clock::Response> later_answers;
    std::optional<bool> helped;
    Timestamp helped_at;
};

/// Makes up tickets of the demo school: what its labelled requests ask, put where the matrix puts them, answered by those who answer today.
/// Some areas are asked about far more than others, some roles answer sooner; one in twelve came to the wrong door; some wait for an answer or
/// a supplier, some come back, and some requesters say whether they were helped. What would happen after `now` has not happened.
class DemoStories {
public:
    /// Throws when there is no demo school in the database.
    DemoStories(db::Database& database, Timestamp now);
    ~DemoStories();
    DemoStories(const DemoStories&) = delete;
    DemoStories& operator=(const DemoStories&) = delete;

    /// `stays_open`: it is not done yet, however long ago it came.
    DemoStory draw(Timestamp opened_at, bool stays_open);
    double chance() { return std::uniform_real_distribution<>{0, 1}(random_); }
    std::mt19937_64& random() { return random_; }
    /// What the school as a whole follows.
    const clock::Hours& school_hours() const { return school_->hours; }

private:
    class Teller;
    struct Request {
        std::string subject, text;
        routing::Decision decision;
        std::string receipt;
        RoleCode queue;  ///< somebody works there
        std::optional<std::string> area;
    };

    void read_requests();
    void weigh_requests();
    Request read_request(const std::string& subject, const std::string& body) const;
    template <class List>
    const auto& pick(const List& list) {
        return list[std::uniform_int_distribution<std::size_t>{0, list.size() - 1}(random_)];
    }

    Timestamp now_;
    std::mt19937_64 random_{std::random_device{}()};
    matrix::CurrentRouter router_;
    schedule::Schedule schedule_;
    std::shared_ptr<const clock::Followed> school_;
    std::map<std::string, std::vector<tickets::ticket_store::Named>> holders_;
    std::vector<identity::Person> requesters_;
    std::vector<Request> requests_;
    std::discrete_distribution<std::size_t> weights_;
    std::vector<std::string> answers_, replies_;
};

}  // namespace ansvar::app
