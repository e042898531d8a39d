#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/mail_address.hpp"
#include "routing/decision.hpp"
#include "tickets/ticket.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

constexpr std::size_t max_subject = 200;   ///< characters
constexpr std::size_t max_body = 100'000;  ///< characters
constexpr std::size_t max_room = 60;
constexpr std::size_t max_phone = 40;
constexpr std::size_t max_copies = 10;

/// What somebody wants help with, as typed: checked before it becomes a ticket.
struct Draft {
    std::string subject;              ///< empty: made from the first line of the text
    std::string body;
    std::optional<std::string> area;  ///< key or B-number; empty: Ansvar decides
    bool no_area_fits = false;        ///< "Inget stämmer": to the helpdesk's triage
    bool confidential = false;        ///< asked for: only those who answer read it, whatever the area says
    std::string room = {};
    std::string phone = {};
    Channel channel = Channel::Web;
    std::string requester = {};       ///< mail of the person an agent files for; empty: the one who files
    std::string copies = {};          ///< "Kopia till": addresses between commas, semicolons or blanks
    std::vector<std::string> files = {};  ///< tokens of attachments already stored
    std::uint64_t mail = 0;               ///< the incoming mail it came as
    bool wants_no_receipt = false;        ///< who sent it asks programs not to answer

    /// The same, tidied: NFC, no blanks at the ends, a subject made when there was none.
    Draft tidied() const;
    /// So long that it cannot become a ticket however it is tidied: not worth reading word by word.
    bool is_far_too_long() const { return subject.size() + body.size() > 4 * max_body; }
    /// Everything wrong with a tidied draft, at most one fault a field; empty when all is well. Pointers are "/subject", "/body" ….
    std::vector<web::FieldError> faults() const;
    /// The addresses in `copies`; faults() has said so when one is none.
    std::vector<MailAddress> copy_addresses() const;
    /// What the router reads: a subject that is only the text's first line does not count twice, and what is quoted at the end not at all.
    routing::Request request() const;

    nlohmann::json to_json() const;
    static Draft from_json(const nlohmann::json& json);
};

/// A subject from the first line of a text: at most 80 characters, cut between words.
std::string subject_from(std::string_view body);

/// One line tidied: NFC, no blanks at the ends. Left alone when it is not UTF-8, as below.
std::string tidy_line(const std::string& text);

/// A longer text tidied: NFC, unix line ends, no blanks at the ends. Left alone when it is not UTF-8: block_fault says so.
std::string tidy_block(const std::string& text);

/// The fault of one text field, if any. `pointer` is "/subject"; a block may hold line breaks.
std::optional<web::FieldError> line_fault(std::string_view pointer, std::string_view text, std::size_t limit);
std::optional<web::FieldError> block_fault(std::string_view pointer, std::string_view text, std::size_t limit);
web::FieldError field_fault(std::string_view pointer, std::string_view code, web::Arguments arguments = {});

}  // namespace ansvar::tickets
