#include "app/demo_tickets.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/demo_openings.hpp"
#include "app/demo_stories.hpp"
#include "db/errors.hpp"
#include "queries/demo.hpp"
#include "tickets/search_store.hpp"

namespace ansvar::app {

namespace {

using nlohmann::json;

constexpr std::size_t small_batch = 200, large_batch = 1000;

template <class Some>
json or_null(const std::optional<Some>& some) {
    return some ? json(*some) : json();
}

json or_null(const std::optional<Timestamp>& time) { return time ? json(to_sql(*time)) : json(); }

template <class Tag>
json or_null(const std::optional<Id<Tag>>& id) {
    return id ? json(id->value) : json();
}

/// Tickets as the queries of sql/queries/demo take them: a JSON list a table, in which a ticket has the number of its place.
struct Batch {
    std::uint64_t size = 0;
    std::string tickets = "[]", events = "[]", messages = "[]", responses = "[]", surveys = "[]";

    void add(const DemoStory& story) {
        append(tickets, row_of(story.ticket));
        for (const auto& event : story.events) {
            append(events, {size, event.seq, name(event.kind), event.actor->value, to_sql(event.at), data_of(event, story)});
        }
        for (const auto& [seq, text] : story.texts) {
            append(messages, {size, seq, text});
        }
        for (const auto& answer : story.later_answers) {
            append(responses, {size, answer.seq, to_sql(answer.asked_at), to_sql(answer.answered_at), answer.length.minutes()});
        }
        if (story.helped) {
            append(surveys, {size, *story.helped ? 1 : 0, to_sql(story.helped_at)});
        }
        ++size;
    }

private:
    static void append(std::string& list, const json& row) {
        list.back() = list.size() == 2 ? ' ' : ',';
        list += row.dump();
        list += ']';
    }

    /// The receipt goes in as the text it is.
    static std::string data_of(const tickets::Event& event, const DemoStory& story) {
        auto data = event.data.dump();
        const auto receipt = std::find_if(story.receipts.begin(), story.receipts.end(), [&](const auto& each) { return each.first == event.seq; });
        if (receipt != story.receipts.end()) {
            data.back() = ',';
            data += "\"receipt\":" + receipt->second + "}";
        }
        return data;
    }

    json row_of(const tickets::Ticket& ticket) const {
        return {size, ticket.subject, ticket.role.value, or_null(ticket.row_ref), or_null(ticket.area_key), or_null(ticket.area), ticket.matrix_version,
                ticket.reason, ticket.confidence, ticket.confidential ? 1 : 0, name(ticket.state), static_cast<int>(ticket.priority), ticket.requester.value,
                or_null(ticket.assignee), name(ticket.channel), ticket.room, to_sql(ticket.opened_at), to_sql(ticket.due_at), or_null(ticket.paused_at),
                ticket.paused_minutes, or_null(ticket.first_response_at), or_null(ticket.first_response_minutes), or_null(ticket.asked_at),
                or_null(ticket.resolved_at), or_null(ticket.resolution_minutes), or_null(ticket.right_role_minutes), ticket.hops, ticket.reopens,
                ticket.last_seq, to_sql(ticket.changed_at), or_null(ticket.unit), ticket.target.id == 0 ? json() : json(ticket.target.id),
                or_null(ticket.target.first_response), or_null(ticket.target.next_response), or_null(ticket.target.resolution)};
    }
};

/// All of a batch or nothing of it, in the order of the primary keys.
void store(db::Transaction& tx, const Batch& batch, std::uint64_t first, bool words_later, Timestamp now) {
    const auto last = first + batch.size - 1;
    tx.execute(queries::demo::insert_tickets, {{"first", first}, {"rows", batch.tickets}});
    tx.execute(queries::demo::insert_events, {{"first", first}, {"rows", batch.events}});
    tx.execute(queries::demo::insert_messages, {{"first", first}, {"rows", batch.messages}});
    tx.execute(queries::demo::insert_responses, {{"first", first}, {"rows", batch.responses}});
    tx.execute(queries::demo::insert_surveys, {{"first", first}, {"rows", batch.surveys}});
    tx.execute(queries::demo::insert_seen, {{"first", first}, {"last", last}});
    tx.execute(queries::demo::insert_change, {{"first", first}, {"last", last}, {"now", now}});
    if (words_later) {
        tx.execute(queries::demo::update_search_backlog, {{"first", first}, {"last", last}});
    } else {
        tickets::search_store::add_all(tx, TicketId{first}, TicketId{last}, now);
    }
}

/// When they came: as the seasons have it, and of a few tickets many in the last days, so that there is something to do.
std::vector<Timestamp> openings(DemoStories& stories, std::uint64_t count, bool is_many, Timestamp now) {
    const std::chrono::hours year{24 * 365};
    if (is_many) {
        return demo_openings(count, now - 5 * year, now, stories.school_hours(), stories.random());
    }
    const double share = count <= 200 ? 0.4 : std::min(0.4, 0.05 + 40.0 / static_cast<double>(count));
    const auto latest = static_cast<std::uint64_t>(share * static_cast<double>(count));
    auto times = demo_openings(count - latest, now - year, now, stories.school_hours(), stories.random());
    const auto last_days = demo_openings(latest, now - std::chrono::hours{24 * 12}, now, stories.school_hours(), stories.random());
    times.insert(times.end(), last_days.begin(), last_days.end());
    return times;
}

/// Draws and stores, batch after batch; two lanes keep two processors busy.
class Loader {
public:
    Loader(db::Database& database, std::uint64_t count, bool is_many, const std::function<void(std::uint64_t)>& progress)
        : database_(database), stories_(database, now_), is_many_(is_many), times_(openings(stories_, count, is_many, now_)), progress_(progress) {}

    void run() {
        auto other = std::async(std::launch::async, [this] { is_many_ ? work() : void(); });
        work();
        other.get();
    }

private:
    void work() {
        for (;;) {
            const auto [batch, first] = next();
            if (batch.size == 0) {
                return;
            }
            store(batch, first);
            const std::lock_guard lock{mutex_};
            progress_(stored_ += batch.size);
        }
    }

    std::pair<Batch, std::uint64_t> next() {
        const std::lock_guard lock{mutex_};
        std::pair<Batch, std::uint64_t> drawn;
        for (const auto until = std::min(times_.size(), drawn_ + (is_many_ ? large_batch : small_batch)); drawn_ < until; ++drawn_) {
            drawn.first.add(stories_.draw(times_[drawn_], !is_many_ && times_[drawn_] > still_open_));
        }
        drawn.second = take_numbers(drawn.first.size);
        return drawn;
    }

    /// The next numbers that are free, as far as one can know.
    std::uint64_t take_numbers(std::uint64_t size) {
        const auto free = database_.read([](db::Session& session) { return session.row(queries::demo::select_next_ticket).value().unsigned_integer("id"); });
        const auto first = std::max(free, next_number_);
        next_number_ = first + size;
        return first;
    }

    /// Somebody who files a ticket at the same moment may take one of the numbers: then others are taken.
    void store(const Batch& batch, std::uint64_t first) {
        for (int tries = 1;; ++tries) {
            try {
                return database_.in_transaction([&](db::Transaction& tx) { app::store(tx, batch, first, is_many_, now_); });
            } catch (const db::Duplicate&) {
                if (tries == 10) {
                    throw;
                }
            }
            const std::lock_guard lock{mutex_};
            first = take_numbers(batch.size);
        }
    }

    db::Database& database_;
    const Timestamp now_ = SystemClock{}.now();
    const Timestamp still_open_ = now_ - std::chrono::hours{24 * 12};
    DemoStories stories_;
    const bool is_many_;
    const std::vector<Timestamp> times_;
    const std::function<void(std::uint64_t)>& progress_;
    std::mutex mutex_;  // what follows, and stories_
    std::size_t drawn_ = 0;
    std::uint64_t stored_ = 0;
    std::uint64_t next_number_ = 0;
};

}  // namespace

void make_demo_tickets(const db::Settings& settings, std::uint64_t count, const std::function<void(std::uint64_t)>& progress, std::uint64_t many) {
    db::Database database{settings.patient()};
    Loader{database, count, count > many, progress}.run();
}

}  // namespace ansvar::app
