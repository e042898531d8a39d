#include "moving/prepared.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "moving/cleaned.hpp"
#include "tickets/attachments.hpp"
#include "tickets/draft.hpp"

namespace ansvar::moving {

namespace {

/// Why a file is left out; empty: it is taken.
std::string fault_of(const ForeignFile& file) {
    if (file.size > tickets::attachments::max_file_bytes || file.bytes.size() > tickets::attachments::max_file_bytes) {
        return fmt::format("larger than 10 MB ({} bytes)", std::max<std::uint64_t>(file.size, file.bytes.size()));
    }
    if (!file.fault.empty()) {
        return file.fault;
    }
    const auto fault = tickets::attachments::fault_of({.file_name = clean_line(file.name).text, .declared_type = "", .bytes = file.bytes});
    return !fault ? "" : fault->code == "empty" ? "empty" : "a program, which is not taken";
}

/// Files that are taken; the others are named below the text.
void take_files(Prepared& message, const std::string& where, Report& report) {
    for (const auto& file : message.from->files) {
        const auto name = shorten(clean_line(file.name).text, 150);
        if (const auto fault = fault_of(file); !fault.empty()) {
            report.fault(where, fmt::format("file \"{}\" left out: {}", name, fault));
            message.body += fmt::format("\n\n[{}]", name);
        } else {
            message.files.push_back(file);
            message.files.back().name = name;
        }
    }
}

/// What is longer than a message may be is there whole as a file.
void shorten_body(Prepared& message, const std::string& where, Report& report) {
    constexpr std::size_t room_for_names = 4000;
    if (count_characters(message.body) > tickets::max_body - room_for_names) {
        report.fault(where, "text longer than a message may be: all of it is in message.txt");
        message.files.push_back({.name = "message.txt", .size = message.body.size(), .bytes = message.body.substr(0, tickets::attachments::max_file_bytes)});
        message.body = shorten(message.body, tickets::max_body - room_for_names);
    }
}

}  // namespace

std::string named(const ForeignPerson& person) {
    const auto name = shorten(clean_line(person.name).text, 100);
    const auto address = shorten(clean_line(person.address).text, 100);
    return name.empty() ? address : address.empty() ? name : fmt::format("{} <{}>", name, address);
}

std::vector<Prepared> prepare(const ForeignTicket& ticket, Timestamp earliest, Timestamp now, Report& report) {
    std::vector<Prepared> messages;
    auto last = earliest;
    for (const auto& message : ticket.messages) {
        const auto where = fmt::format("{} message {}", ticket.where, message.id);
        auto at = message.at;
        if (!at || *at > now) {
            report.fault(where, at ? "a time to come: the one before it is taken" : "no time that can be read: the one before it is taken");
            at = last;
        }
        last = *at;
        auto text = message.is_html ? clean_html(message.body) : clean_block(message.body);
        if (text.was_no_utf8) {
            report.fault(where, "not UTF-8: read as Windows-1252");
        }
        messages.push_back({.from = &message, .at = *at, .body = std::move(text.text), .files = {}});
        shorten_body(messages.back(), where, report);
        take_files(messages.back(), where, report);
        if (trim(messages.back().body).empty()) {
            messages.back().body = "-";
        }
    }
    std::stable_sort(messages.begin(), messages.end(), [](const Prepared& one, const Prepared& other) { return one.at < other.at; });
    return messages;
}

}  // namespace ansvar::moving
