#include "moving/csv_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "moving/cleaned.hpp"
#include "moving/foreign_file.hpp"
#include "routing/csv.hpp"
#include "web/files.hpp"

namespace ansvar::moving {

namespace fs = std::filesystem;

namespace {

/// One of the files, its faults told.
routing::CsvTable read_table(const fs::path& file, routing::CsvTable::Names required, routing::CsvTable::Names optional, const TellFault& tell) {
    const auto text = as_utf8(web::read_file(file));
    const auto name = file.filename().string();
    if (text.was_no_utf8) {
        tell(name, "not UTF-8: read as Windows-1252");
    }
    routing::CsvTable table{text.text, required, optional};
    for (const auto& fault : table.faults()) {
        if (fault.code != "field-count") {
            throw std::runtime_error(name + ": " + routing::explain(fault));
        }
        tell(name, routing::explain(fault) + ": left out");
    }
    return table;
}

std::string field(const routing::CsvTable& table, std::size_t at, std::string_view name) { return table.has(name) ? table.at(at, name).text : std::string{}; }

std::map<std::string, std::vector<ForeignFile>> read_files(const fs::path& folder, const TellFault& tell) {
    std::map<std::string, std::vector<ForeignFile>> files;
    if (!fs::exists(folder / "files.csv")) {
        return files;
    }
    const auto table = read_table(folder / "files.csv", {"message", "name", "path"}, {}, tell);
    for (std::size_t at = 0; at < table.size(); ++at) {
        files[field(table, at, "message")].push_back({.name = field(table, at, "name"), .size = 0, .bytes = field(table, at, "path"), .fault = ""});
    }
    return files;
}

}  // namespace

void CsvSource::each(const std::function<void(const ForeignTicket&)>& take, const TellFault& tell) {
    const auto tickets = read_table(folder_ / "tickets.csv", {"id", "subject", "requester"}, {"requester_name", "queue", "state", "assignee", "opened", "done"}, tell);
    const auto messages = read_table(folder_ / "messages.csv", {"id", "ticket", "at", "kind", "body"}, {"author", "author_name", "format"}, tell);
    const auto files = read_files(folder_, tell);

    std::map<std::string, std::vector<std::size_t>> of_ticket;
    for (std::size_t at = 0; at < messages.size(); ++at) {
        of_ticket[field(messages, at, "ticket")].push_back(at);
    }
    for (std::size_t at = 0; at < tickets.size(); ++at) {
        ForeignTicket ticket{.id = field(tickets, at, "id"), .where = fmt::format("tickets.csv line {}", tickets.at(at, "id").line)};
        ticket.subject = field(tickets, at, "subject");
        ticket.queue = field(tickets, at, "queue");
        ticket.requester = {field(tickets, at, "requester_name"), field(tickets, at, "requester")};
        ticket.assignee = {"", field(tickets, at, "assignee")};
        const auto state = field(tickets, at, "state");
        ticket.state = tickets::state_from(state).value_or(tickets::State::New);
        if (!state.empty() && !tickets::state_from(state)) {
            tell(ticket.where, "unknown state, taken as new: " + state);
        }
        ticket.opened = time_of(field(tickets, at, "opened"), zone_);
        ticket.done = time_of(field(tickets, at, "done"), zone_);
        const auto mine = of_ticket.extract(ticket.id);
        for (const auto line : mine.empty() ? std::vector<std::size_t>{} : mine.mapped()) {
            const auto kind = field(messages, line, "kind");
            ForeignMessage message{.id = field(messages, line, "id"), .author = {field(messages, line, "author_name"), field(messages, line, "author")}};
            if (kind != "message" && kind != "reply" && kind != "note") {
                tell(fmt::format("messages.csv line {}", messages.at(line, "id").line), "unknown kind, taken as a note: " + kind);
            }
            message.by_staff = kind != "message";
            message.is_note = kind != "message" && kind != "reply";
            message.is_html = field(messages, line, "format") == "html";
            message.at = time_of(field(messages, line, "at"), zone_);
            message.body = field(messages, line, "body");
            if (const auto with = files.find(message.id); with != files.end()) {
                for (const auto& file : with->second) {
                    message.files.push_back(read_foreign_file(folder_, file.bytes, file.name));
                }
            }
            ticket.messages.push_back(std::move(message));
        }
        take(ticket);
    }
    for (const auto& [id, lines] : of_ticket) {
        tell(fmt::format("messages.csv line {}", messages.at(lines.front(), "id").line), fmt::format("{} messages of no ticket left out", lines.size()));
    }
}

}  // namespace ansvar::moving
