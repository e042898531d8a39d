#include "moving/osticket_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "moving/foreign_file.hpp"
#include "queries/osticket.hpp"
#include "tickets/attachments.hpp"

namespace ansvar::moving {

namespace {

constexpr std::int64_t page_size = 100;

std::string text(const db::Row& row, std::string_view column) { return row.optional_text(column).value_or(""); }

}  // namespace

void OsTicketSource::each(const std::function<void(const ForeignTicket&)>& take, const TellFault&) {
    for (std::int64_t after = 0;;) {
        const auto page = database_.read(
            [&](db::Session& session) { return session.rows(queries::osticket::select_tickets, {{"after_id", after}, {"page_size", page_size}}); });
        for (const auto& row : page) {
            take(read(row));
            after = row.integer("ticket_id");
        }
        if (page.empty()) {
            return;
        }
    }
}

ForeignTicket OsTicketSource::read(const db::Row& row) {
    const auto id = row.integer("ticket_id");
    ForeignTicket ticket{.id = std::to_string(id), .where = fmt::format("ost_ticket {}", id)};
    ticket.subject = text(row, "subject");
    ticket.queue = text(row, "queue");
    ticket.requester = {text(row, "user_name"), text(row, "user_address")};
    ticket.assignee = {text(row, "staff_name"), text(row, "staff_address")};
    const auto state = text(row, "state");
    const bool is_done = state == "closed" || state == "archived" || state == "deleted";
    ticket.state = is_done ? tickets::State::Closed : row.flag("is_answered") ? tickets::State::InProgress : tickets::State::New;
    ticket.opened = time_of(text(row, "created"), zone_);
    ticket.done = time_of(text(row, "closed"), zone_);
    database_.read([&](db::Session& session) {
        ticket.messages.clear();
        std::map<std::int64_t, std::size_t> places;
        for (const auto& entry : session.rows(queries::osticket::select_entries, {{"ticket_id", id}})) {
            const auto type = text(entry, "type");
            places[entry.integer("id")] = ticket.messages.size();
            ForeignMessage message{.id = std::to_string(entry.integer("id"))};
            message.by_staff = type != "M";
            message.is_note = type != "M" && type != "R";
            message.author = message.by_staff ? ForeignPerson{text(entry, "staff_name"), text(entry, "staff_address")}
                                              : ForeignPerson{text(entry, "user_name"), text(entry, "user_address")};
            if (message.author.is_nobody()) {
                message.author.name = text(entry, "poster");
            }
            message.is_html = text(entry, "format") == "html";
            message.at = time_of(text(entry, "created"), zone_);
            message.body = text(entry, "body");
            ticket.messages.push_back(std::move(message));
        }
        for (const auto& file : session.rows(queries::osticket::select_files, {{"ticket_id", id}})) {
            ticket.messages.at(places.at(file.integer("entry_id"))).files.push_back(read_file(session, file));
        }
    });
    return ticket;
}

ForeignFile OsTicketSource::read_file(db::Session& session, const db::Row& row) const {
    ForeignFile file{.name = text(row, "name"), .size = row.unsigned_integer("size")};
    const auto where = text(row, "bk");
    const auto key = text(row, "file_key");
    if (file.size > tickets::attachments::max_file_bytes) {
        return file;
    }
    if (where == "D") {
        session.each(queries::osticket::select_chunks, {{"file_id", row.integer("id")}}, [&](const db::Row& chunk) { file.bytes += chunk.text("filedata"); });
        file.fault = file.bytes.size() == file.size ? "" : "its pieces are not all there";
    } else if (where == "F" && !files_.empty() && !key.empty()) {
        return read_foreign_file(files_, std::filesystem::path{key.substr(0, 1)} / key, file.name);
    } else {
        file.fault = "it is kept where --files does not lead (" + where + ")";
    }
    return file;
}

}  // namespace ansvar::moving
