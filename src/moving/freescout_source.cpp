#include "moving/freescout_source.hpp"

#include <fmt/format.h>

#include <map>

#include "moving/foreign_file.hpp"
#include "queries/freescout.hpp"

namespace ansvar::moving {

namespace {

constexpr std::int64_t page_size = 100;
enum Status : std::int64_t { Active = 1, Pending = 2, Closed = 3, Spam = 4 };
enum Type : std::int64_t { OfCustomer = 1, OfAgent = 2, Note = 3 };

std::string text(const db::Row& row, std::string_view column) { return row.optional_text(column).value_or(""); }

tickets::State state_of(std::int64_t status, bool has_assignee) {
    switch (status) {
        case Pending: return tickets::State::WaitingRequester;
        case Closed: return tickets::State::Closed;
        case Spam: return tickets::State::Rejected;
        default: return has_assignee ? tickets::State::InProgress : tickets::State::New;
    }
}

}  // namespace

void FreeScoutSource::each(const std::function<void(const ForeignTicket&)>& take, const TellFault&) {
    for (std::int64_t after = 0;;) {
        const auto page = database_.read([&](db::Session& session) {
            return session.rows(queries::freescout::select_conversations, {{"after_id", after}, {"page_size", page_size}});
        });
        for (const auto& row : page) {
            take(read(row));
            after = row.integer("id");
        }
        if (page.empty()) {
            return;
        }
    }
}

ForeignTicket FreeScoutSource::read(const db::Row& row) {
    const auto id = row.integer("id");
    ForeignTicket ticket{.id = std::to_string(id), .where = fmt::format("conversation {}", id)};
    ticket.subject = text(row, "subject");
    ticket.queue = text(row, "queue");
    ticket.requester = {text(row, "customer_name"), text(row, "customer_address")};
    ticket.assignee = {text(row, "user_name"), text(row, "user_address")};
    ticket.state = state_of(row.integer("status"), !ticket.assignee.address.empty());
    ticket.opened = time_of(text(row, "created"), zone_);
    ticket.done = time_of(text(row, "closed"), zone_);
    database_.read([&](db::Session& session) {
        ticket.messages.clear();
        std::map<std::int64_t, std::size_t> places;
        for (const auto& thread : session.rows(queries::freescout::select_threads, {{"conversation_id", id}})) {
            const auto type = thread.integer("type");
            places[thread.integer("id")] = ticket.messages.size();
            ForeignMessage message{.id = std::to_string(thread.integer("id"))};
            message.by_staff = type != OfCustomer;
            message.is_note = type == Note;
            message.author = message.by_staff ? ForeignPerson{text(thread, "user_name"), text(thread, "user_address")}
                                              : ForeignPerson{text(thread, "customer_name"), text(thread, "customer_address")};
            message.is_html = true;
            message.at = time_of(text(thread, "created"), zone_);
            message.body = text(thread, "body");
            ticket.messages.push_back(std::move(message));
        }
        for (const auto& file : session.rows(queries::freescout::select_files, {{"conversation_id", id}})) {
            const auto place = places.find(file.integer("thread_id"));
            if (place == places.end()) {
                continue;  // of a draft
            }
            const auto name = text(file, "file_name");
            ticket.messages[place->second].files.push_back(
                files_.empty() ? ForeignFile{.name = name, .fault = "--files does not say where it is"}
                               : read_foreign_file(files_, std::filesystem::path{text(file, "file_dir")} / name, name));
        }
    });
    return ticket;
}

}  // namespace ansvar::moving
