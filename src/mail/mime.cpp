#include "mail/mime.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"
#include "mail/gmime_objects.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace ansvar::mail {

namespace {

void check_ids(const MimeLetter& letter) {
    if (!is_message_id(letter.message_id) || !std::all_of(letter.references.begin(), letter.references.end(), is_message_id)) {
        throw std::invalid_argument("a Message-ID that cannot stand in a header");
    }
    if (!letter.list_id.empty() && !is_message_id("<" + letter.list_id + ">")) {
        throw std::invalid_argument("a List-Id that cannot stand in a header");
    }
}

void check_stop_url(std::string_view url) {
    const bool is_sound = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '<' && c != '>' && c != ','; });
    if (!is_sound) {
        throw std::invalid_argument("an address to stop letters that cannot stand in a header");
    }
}

Owned<GMimePart> make_part(const char* subtype, const std::string& text) {
    auto part = own(g_mime_part_new_with_type("text", subtype));
    const auto stream = own(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
    const auto content = own(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part.get(), content.get());
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

Owned<GMimeMultipart> make_body(const MimeLetter& letter) {
    auto body = own(g_mime_multipart_new_with_subtype("alternative"));
    // "=_" cannot stand in quoted-printable text, so the boundary is never met inside a part.
    const auto boundary = "=_" + sha256(letter.message_id).substr(0, 32);
    g_mime_multipart_set_boundary(body.get(), boundary.c_str());
    g_mime_multipart_add(body.get(), GMIME_OBJECT(make_part("plain", letter.text).get()));
    g_mime_multipart_add(body.get(), GMIME_OBJECT(make_part("html", letter.html).get()));
    return body;
}

void set_date(GMimeMessage* message, Timestamp time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date{g_date_time_new_from_unix_utc(seconds), &g_date_time_unref};
    g_mime_message_set_date(message, date.get());
}

void set_header(GMimeMessage* message, const char* name, const std::string& value) {
    g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), "utf-8");
}

void set_thread(GMimeMessage* message, const std::vector<std::string>& references) {
    if (references.empty()) {
        return;
    }
    set_header(message, "In-Reply-To", references.back());
    set_header(message, "References", join(references, " "));
}

void add_mailbox(GMimeMessage* message, GMimeAddressType type, const std::string& name, const MailAddress& address) {
    const auto mailbox = own(internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), address.text().c_str()));
    internet_address_set_charset(mailbox.get(), "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox.get());
}

Owned<GMimeMessage> make_message(const MimeLetter& letter) {
    auto owned = own(g_mime_message_new(TRUE));
    auto* message = owned.get();
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, letter.sender_name, letter.sender);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, letter.recipient_name, letter.recipient);
    if (letter.reply_to) {
        add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, "", *letter.reply_to);
    }
    g_mime_message_set_subject(message, letter.subject.c_str(), "utf-8");
    set_date(message, letter.date);
    g_mime_message_set_message_id(message, letter.message_id.substr(1, letter.message_id.size() - 2).c_str());
    set_thread(message, letter.references);
    set_header(message, "Auto-Submitted", std::string{letter.auto_submitted});
    set_header(message, "X-Auto-Response-Suppress", "All");
    set_header(message, "X-Loop", letter.sender.text());
    if (!letter.list_id.empty()) {
        set_header(message, "List-Id", "<" + letter.list_id + ">");
    }
    if (!letter.stop_url.empty()) {
        set_header(message, "List-Unsubscribe", "<" + letter.stop_url + ">");
        auto* header = g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(message)), "List-Unsubscribe");
        g_mime_header_set_raw_value(header, (" <" + letter.stop_url + ">\n").c_str());  // GMime would write a long address as an encoded word
        set_header(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    g_mime_message_set_mime_part(message, GMIME_OBJECT(make_body(letter).get()));
    return owned;
}

}  // namespace

bool is_message_id(std::string_view id) {
    return id.size() > 2 && id.front() == '<' && id.back() == '>' && std::all_of(id.begin() + 1, id.end() - 1, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{".-_@+=!#$%&'*/?^`{|}~"}.find(c) != std::string_view::npos;
    });
}

std::string with_network_line_ends(std::string_view text) {
    const auto lines = unix_line_ends(text);
    std::string out;
    out.reserve(lines.size() + lines.size() / 32 + 2);
    for (const char c : lines) {
        out += c == '\n' ? "\r\n" : std::string_view{&c, 1};
    }
    if (lines.empty() || lines.back() != '\n') {
        out += "\r\n";
    }
    return out;
}

std::string to_mime(const MimeLetter& letter) {
    check_ids(letter);
    check_stop_url(letter.stop_url);
    start_gmime();
    const auto message = make_message(letter);
    const std::unique_ptr<char, decltype(&g_free)> text{g_mime_object_to_string(GMIME_OBJECT(message.get()), nullptr), &g_free};
    if (!text) {
        throw std::runtime_error("a letter could not be packed");
    }
    return with_network_line_ends(text.get());
}

}  // namespace ansvar::mail
