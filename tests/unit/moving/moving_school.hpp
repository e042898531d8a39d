#pragma once

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <string>
#include <vector>

#include "moving/writer.hpp"
#include "support/temporary_folder.hpp"
#include "tickets/ticket_store.hpp"
#include "unit/tickets/school.hpp"

namespace ansvar::tests {

/// The small school, and what it had elsewhere brought to it.
struct MovingSchool : School {
    moving::Report bring(moving::Source& source, moving::Wishes wishes = {.name = "old"}) { return moving::bring(source, desk->services(), std::move(wishes)); }

    /// The numbers of all tickets, in order.
    std::vector<TicketId> all() {
        static const db::Query query{"tests/all_tickets", "SELECT id FROM tickets ORDER BY id"};
        std::vector<TicketId> ids;
        for (const auto& row : database.read([](db::Session& session) { return session.rows(query); })) {
            ids.push_back(row.id<TicketId>("id"));
        }
        return ids;
    }

    /// Every line of a conversation as its page has it: "2024-05-06T07:08:09Z Anna Lindqvist replied: text", a note with "(note)".
    std::vector<std::string> conversation(TicketId id) {
        std::vector<std::string> lines;
        for (const auto& entry : database.read([&](db::Session& session) { return tickets::ticket_store::timeline(session, id, true, clock.now()); })) {
            lines.push_back(fmt::format("{} {} {}{}{}", to_rfc3339(entry.event.at), entry.actor.empty() ? "-" : entry.actor, name(entry.event.kind),
                                        entry.is_note ? " (note)" : "", entry.body ? ": " + *entry.body : ""));
        }
        return lines;
    }

    /// Everything in the database that a reader could see, as text: rows of every table in the order of their keys.
    std::string everything();

    std::int64_t number(const std::string& select) {
        const db::Query query{"tests/number", select};
        return database.read([&](db::Session& session) { return session.row(query).value().integer("n"); });
    }
};

inline void put(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
}

}  // namespace ansvar::tests
