#pragma once

#include "core/mail_address.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// What a letter consists of, before it is packed. Texts are UTF-8; whatever they hold, they cannot add a header.
struct MimeLetter {
    std::string sender_name;
    MailAddress sender;
    std::string recipient_name;  ///< may be empty
    MailAddress recipient;
    std::optional<MailAddress> reply_to;
    std::string subject;
    std::string message_id;               ///< with angle brackets, as the others
    std::vector<std::string> references;  ///< the thread's root first, the nearest last; In-Reply-To is the last one
    Timestamp date;
    std::string_view auto_submitted;  ///< RFC 3834: "auto-generated" or "auto-replied"
    std::string list_id;              ///< "its.skola.example"; empty: none
    std::string stop_url = {};        ///< where the reader stops such letters (RFC 8058), a plain web address; empty: they cannot
    std::string text;
    std::string html;
};

/// Can it stand in our headers as it is? "<…>" with nothing but what RFC 5322 allows without quotes.
bool is_message_id(std::string_view id);

/// The whole message by RFC 5322 and 2045: text and HTML alternatives in quoted-printable UTF-8, 7 bit only, lines ending in CRLF, nothing
/// drawn at random. Throws std::invalid_argument for a Message-ID, List-Id or address that could break a header. Safe from any thread.
std::string to_mime(const MimeLetter& letter);

/// Every line ends in CRLF, whatever ended it before, also the last one.
std::string with_network_line_ends(std::string_view text);

}  // namespace ansvar::mail
