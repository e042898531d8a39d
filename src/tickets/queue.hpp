#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.hpp"
#include "identity/person.hpp"
#include "tickets/queue_memory.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::tickets {

/// The tabs of a queue.
enum class QueueView { All, Mine, Unassigned, Due, Waiting };

std::string_view name(QueueView view);
std::optional<QueueView> queue_view_from(std::string_view name);

/// Where a page of a queue begins: after this ticket in the queue's order. Opaque to clients.
struct QueueCursor {
    Timestamp sort_at{};
    TicketId id;

    std::string text() const;
    static std::optional<QueueCursor> parse(std::string_view text);
};

/// A ticket as a list shows it.
struct QueueRow {
    TicketId id;
    std::string subject;
    RoleCode role;
    std::optional<std::string> row_ref;
    std::optional<std::string> area;
    State state = State::New;
    Priority priority = Priority::Normal;
    std::optional<UnitId> unit;  ///< of the requester, when it was opened
    Timestamp due_at;
    Timestamp sort_at;
    std::optional<Timestamp> paused_at;
    std::optional<Timestamp> snoozed_until;  ///< put off until then
    Timestamp opened_at;
    std::optional<PersonId> assignee;
    std::string assignee_name;
    std::string requester;
    bool confidential = false;
    std::int64_t version = 0;

    bool falls_due() const { return due_at < never_due; }
    /// Waits for somebody or is put off: last in its queue, and under the tab Waiting.
    bool rests() const { return is_waiting(state) || snoozed_until; }
};

/// Reads the columns of tickets/select_queue_page and its siblings.
QueueRow read_queue_row(const db::Row& row);

/// A pattern for LIKE that fits what contains these words; % and _ stand for themselves.
std::string like_pattern(std::string_view words);

struct QueuePage {
    std::vector<QueueRow> rows;
    std::optional<QueueCursor> next;  ///< empty on the last page
};

struct QueueCounts {
    std::int64_t all = 0, mine = 0, unassigned = 0, due = 0, waiting = 0;
    std::int64_t of(QueueView view) const;
};

/// Tickets that wait or are put off are sorted a hundred years later (sort_at in migration 0026): from here on.
Timestamp paused_from(Timestamp now);

/// A role's queue as one person may see it; the counts agree with the lists.
class Queue {
public:
    Queue(db::Session& session, RoleCode role, const identity::Person& reader, Timestamp now);

    /// Open tickets by due time, those that wait or are put off last. `limit` 1–200.
    QueuePage page(QueueView view, const std::optional<QueueCursor>& after, std::size_t limit) const;
    /// Tickets that are done, newest first; `before` pages.
    QueuePage done(const std::optional<QueueCursor>& before, std::size_t limit) const;
    QueueCounts counts() const;
    /// The same, counted only when a ticket of the queue has changed or another day has begun.
    QueueCounts counts(const QueueMemory::Look& memory) const;

private:
    db::Session& session_;
    RoleCode role_;
    const identity::Person& reader_;
    Timestamp now_;
    bool sees_confidential_;
};

/// Open tickets in each of a person's queues, in the order of their roles. `known`: one that has been counted already, and how many.
std::vector<std::pair<RoleCode, std::int64_t>> count_open(db::Session& session, const identity::Person& person,
                                                          const std::optional<std::pair<RoleCode, std::int64_t>>& known = {});

}  // namespace ansvar::tickets
