#include "mail/incoming_mail.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "mail/gmime_objects.hpp"
#include "mail/html_text.hpp"
#include "mail/quoting.hpp"

namespace ansvar::mail {

namespace {

/// Without U+0080 to U+009F, and with ordinary line ends for U+2028 and U+2029, which pasted text has: no field takes them.
std::string without_strange_controls(std::string_view text, bool may_have_lines) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
        const auto three = text.substr(at, 3);
        if (text[at] == '\xC2' && next >= 0x80 && next < 0xA0) {
            ++at;
        } else if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {
            out += may_have_lines ? '\n' : ' ';
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

/// Valid UTF-8 without NUL and controls, whatever came; what cannot be is "�".
std::string clean(std::string_view text, bool may_have_lines) {
    const OwnedText valid{g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free};
    const auto lines = unix_line_ends(valid.get());
    std::string out;
    out.reserve(lines.size());
    for (const char c : lines) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = byte < ' ' || byte == 0x7f;
        if (!is_control || (may_have_lines && (c == '\n' || c == '\t'))) {
            out += c;
        } else if (!may_have_lines) {
            out += ' ';
        }
    }
    return without_strange_controls(out, may_have_lines);
}

std::string line(const char* text) { return text == nullptr ? std::string{} : std::string{trim(clean(text, false))}; }

std::string header(GMimeObject* object, const char* name) { return line(g_mime_object_get_header(object, name)); }

bool is_message_id(std::string_view id) {
    return id.size() > 2 && id.size() <= 320 && id.find_first_of(" \t<>") == std::string_view::npos &&
           std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x7f; });
}

void add_reference(std::vector<std::string>& references, const char* id) {
    constexpr std::size_t most_references = 50;
    const auto text = line(id);
    const auto bracketed = "<" + text + ">";
    if (is_message_id(text) && references.size() < most_references && std::find(references.begin(), references.end(), bracketed) == references.end()) {
        references.push_back(bracketed);
    }
}

/// In-Reply-To, then References from the nearest back to the root.
std::vector<std::string> references_of(GMimeObject* message) {
    std::vector<std::string> references;
    for (const char* name : {"In-Reply-To", "References"}) {
        const auto* raw = g_mime_object_get_header(message, name);
        if (raw == nullptr) {
            continue;
        }
        const std::unique_ptr<GMimeReferences, decltype(&g_mime_references_free)> list{g_mime_references_parse(nullptr, raw), &g_mime_references_free};
        for (int i = list ? g_mime_references_length(list.get()) : 0; i > 0; --i) {
            add_reference(references, g_mime_references_get_message_id(list.get(), i - 1));
        }
    }
    return references;
}

/// The mailboxes of a list, groups opened.
void add_mailboxes(std::vector<std::pair<std::string, MailAddress>>& found, InternetAddressList* list) {
    constexpr std::size_t most_mailboxes = 200;
    for (int i = 0; list != nullptr && i < internet_address_list_length(list) && found.size() < most_mailboxes; ++i) {
        auto* one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            auto* members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one));
            for (int k = 0; members != nullptr && k < internet_address_list_length(members) && found.size() < most_mailboxes; ++k) {
                auto* member = internet_address_list_get_address(members, k);
                if (INTERNET_ADDRESS_IS_MAILBOX(member)) {
                    if (const auto address = MailAddress::parse(line(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(member))))) {
                        found.emplace_back(line(internet_address_get_name(member)), *address);
                    }
                }
            }
        } else if (const auto address = MailAddress::parse(line(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))))) {
            found.emplace_back(line(internet_address_get_name(one)), *address);
        }
    }
}

std::vector<std::pair<std::string, MailAddress>> mailboxes(GMimeMessage* message, GMimeAddressType type) {
    std::vector<std::pair<std::string, MailAddress>> found;
    add_mailboxes(found, g_mime_message_get_addresses(message, type));
    return found;
}

std::vector<MailAddress> recipients(GMimeMessage* message) {
    std::vector<MailAddress> to;
    const auto add = [&](const MailAddress& address) {
        if (std::find(to.begin(), to.end(), address) == to.end()) {
            to.push_back(address);
        }
    };
    for (const char* name : {"X-Original-To", "Envelope-To", "Delivered-To"}) {
        if (const auto address = MailAddress::parse(header(GMIME_OBJECT(message), name))) {
            add(*address);
        }
    }
    for (const auto type : {GMIME_ADDRESS_TYPE_TO, GMIME_ADDRESS_TYPE_CC}) {
        for (const auto& [name, address] : mailboxes(message, type)) {
            add(address);
        }
    }
    return to;
}

/// The header by which a mail says that no person wrote it (RFC 3834, and what programs do instead); "" when none does. What people write
/// may have come by a mailing list: that is no sign.
std::string automatic_header(GMimeObject* message) {
    const auto says = [&](const char* name) { return lower(header(message, name)); };
    if (const auto value = says("Auto-Submitted"); !value.empty() && !value.starts_with("no")) {
        return "Auto-Submitted: " + shorten(value, 60);
    }
    if (const auto value = says("Precedence"); value == "junk" || value == "auto_reply") {
        return "Precedence: " + value;
    }
    for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-FC-MachineGenerated"}) {
        if (const auto value = says(name); !value.empty() && value != "no") {
            return std::string{name} + ": " + shorten(value, 60);
        }
    }
    const auto* path = g_mime_object_get_header(message, "Return-Path");
    return path != nullptr && trim(path) == "<>" ? "Return-Path: <>" : "";
}

bool asks_for_no_answer(GMimeObject* message) {
    const auto precedence = lower(header(message, "Precedence"));
    return precedence == "list" || precedence == "bulk" || !header(message, "X-Auto-Response-Suppress").empty() || !header(message, "List-Id").empty() ||
           !header(message, "List-Unsubscribe").empty();
}

/// The values of a header as sent, from the top down: what is encoded in them stays so.
std::vector<std::string> all_headers(GMimeObject* message, std::string_view name, std::size_t most) {
    std::vector<std::string> values;
    auto* list = g_mime_object_get_header_list(message);
    for (int i = 0; i < g_mime_header_list_get_count(list) && values.size() < most; ++i) {
        auto* one = g_mime_header_list_get_header_at(list, i);
        if (lower(line(g_mime_header_get_name(one))) == name) {
            values.push_back(line(g_mime_header_get_raw_value(one)));
        }
    }
    return values;
}

/// The bytes of a part, decoded from its transfer encoding.
std::string content_of(GMimePart* part, std::size_t most) {
    auto* content = g_mime_part_get_content(part);
    if (content == nullptr) {
        return {};
    }
    const auto memory = own(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(bytes->data), std::min<std::size_t>(bytes->len, most)};
}

/// The text of a part as UTF-8: by its charset, else as UTF-8, else as Windows-1252.
std::string text_of(GMimePart* part, std::size_t most) {
    const auto bytes = content_of(part, most);
    const auto* declared = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    const auto charset = declared == nullptr ? std::string{} : lower(line(declared));
    if (charset.empty() || charset == "utf-8" || charset == "us-ascii" || charset == "ascii") {
        if (is_utf8(bytes)) {
            return bytes;
        }
    }
    // Mails that say Latin-1 mean Windows-1252, which has all of it and what stands in its place of controls.
    const auto from = charset.empty() || charset == "iso-8859-1" || charset == "us-ascii" || charset == "ascii" || charset == "utf-8" ? "windows-1252" : charset;
    gsize written = 0;
    const OwnedText converted{g_convert_with_fallback(bytes.data(), static_cast<gssize>(bytes.size()), "utf-8", from.c_str(), "?", nullptr, &written, nullptr), &g_free};
    return converted ? std::string{converted.get(), written} : bytes;
}

class Reader {
public:
    Reader(GMimeMessage* message, const IncomingLimits& limits) : message_(message), limits_(limits) {}

    Result<IncomingMail, Unreadable> run() {
        read_head();
        if (auto* body = g_mime_message_get_mime_part(message_)) {
            read_part(body, 0);
        }
        if (parts_ > limits_.parts) {
            return refuse(Unreadable::TooManyParts);
        }
        auto text = trim(plain_).empty() ? text_of_html(clean(html_, true)) : clean(plain_, true);
        auto [fresh, quoted] = split_quoted(text);
        mail_.text = std::move(fresh);
        mail_.quoted = std::move(quoted);
        mail_.html = clean(html_, true);
        if (is_report_) {
            mail_.bounce = bounce_;
        }
        return std::move(mail_);
    }

private:
    static constexpr int deepest = 30;

    void read_head() {
        auto* object = GMIME_OBJECT(message_);
        const auto id = line(g_mime_message_get_message_id(message_));
        mail_.message_id = is_message_id(id) ? "<" + id + ">" : "";
        mail_.references = references_of(object);
        for (const auto type : {GMIME_ADDRESS_TYPE_FROM, GMIME_ADDRESS_TYPE_SENDER}) {
            const auto writers = mailboxes(message_, type);
            if (!mail_.from && !writers.empty()) {
                mail_.from_name = writers.front().first;
                mail_.from = writers.front().second;
            }
        }
        mail_.to = recipients(message_);
        mail_.subject = line(g_mime_message_get_subject(message_));
        if (auto* date = g_mime_message_get_date(message_)) {
            mail_.sent_at = Timestamp{std::chrono::seconds{g_date_time_to_unix(date)}};
        }
        mail_.automatic = automatic_header(object);
        mail_.wants_no_answer = asks_for_no_answer(object);
        const auto results = all_headers(object, "authentication-results", 1);
        mail_.authentication = results.empty() ? "" : results.front();
        mail_.loop_marks = all_headers(object, "x-loop", 20);
        mail_.hops = all_headers(object, "received", 200).size();
    }

    void read_part(GMimeObject* object, int depth) {
        if (++parts_ > limits_.parts || depth > deepest) {
            return;
        }
        if (GMIME_IS_MULTIPART(object)) {
            return read_multipart(GMIME_MULTIPART(object), depth);
        }
        if (GMIME_IS_MESSAGE_PART(object)) {
            return read_message_part(GMIME_MESSAGE_PART(object));
        }
        if (GMIME_IS_PART(object)) {
            read_leaf(GMIME_PART(object));
        }
    }

    void read_multipart(GMimeMultipart* multipart, int depth) {
        auto* type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));
        if (g_mime_content_type_is_type(type, "multipart", "report") != FALSE) {
            const auto* kind = g_mime_content_type_get_parameter(type, "report-type");
            is_report_ = is_report_ || (kind != nullptr && lower(line(kind)) == "delivery-status");
        }
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
            read_part(g_mime_multipart_get_part(multipart, i), depth + 1);
        }
    }

    /// A mail within the mail: the letter that a report is about, or one that was sent along.
    void read_message_part(GMimeMessagePart* part) {
        auto* inner = g_mime_message_part_get_message(part);
        if (inner == nullptr) {
            return;
        }
        if (is_report_) {
            if (const auto id = line(g_mime_message_get_message_id(inner)); is_message_id(id)) {
                bounce_.message_id = "<" + id + ">";
            }
            return;
        }
        const OwnedText whole{g_mime_object_to_string(GMIME_OBJECT(inner), nullptr), &g_free};
        const auto subject = line(g_mime_message_get_subject(inner));
        add_file({(subject.empty() ? "mail" : subject) + ".eml", "message/rfc822", whole ? std::string{whole.get()} : std::string{}});
    }

    void read_leaf(GMimePart* part) {
        auto* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
        const auto is = [&](const char* kind, const char* subtype) { return g_mime_content_type_is_type(type, kind, subtype) != FALSE; };
        if (is("message", "delivery-status")) {
            return read_status(clean(content_of(part, limits_.text_bytes), true));
        }
        if (is_report_ && is("text", "rfc822-headers")) {
            return read_returned_head(clean(content_of(part, limits_.text_bytes), true));
        }
        const auto* disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
        const bool is_attached = disposition != nullptr && lower(line(disposition)) == "attachment";
        if (!is_attached && g_mime_part_get_filename(part) == nullptr && is("text", "plain")) {
            append(plain_, text_of(part, limits_.text_bytes));
        } else if (!is_attached && g_mime_part_get_filename(part) == nullptr && is("text", "html")) {
            append(html_, text_of(part, limits_.text_bytes));
        } else {
            const OwnedText declared{g_mime_content_type_get_mime_type(type), &g_free};
            add_file({line(g_mime_part_get_filename(part)), line(declared.get()), content_of(part, limits_.bytes)});
        }
    }

    void append(std::string& text, const std::string& more) {
        if (text.size() < limits_.text_bytes) {
            text += (text.empty() ? "" : "\n\n") + more.substr(0, limits_.text_bytes - text.size());
        }
    }

    void add_file(IncomingFile file) {
        if (!file.bytes.empty() && mail_.files.size() < limits_.files) {
            mail_.files.push_back(std::move(file));
        }
    }

    /// The fields of RFC 3464, section 2.
    void read_status(const std::string& fields) {
        for (const auto field : split(fields, '\n')) {
            const auto colon = field.find(':');
            if (colon == std::string_view::npos) {
                continue;
            }
            const auto name = lower(trim(field.substr(0, colon)));
            const auto value = std::string{trim(field.substr(colon + 1))};
            if (name == "status" && bounce_.status.empty()) {
                bounce_.status = value.substr(0, value.find_first_of(" ("));
            } else if (name == "action") {
                const auto action = lower(value);
                bounce_.is_final = bounce_.is_final || action == "failed";
                bounce_.is_failure = bounce_.is_failure || action == "failed" || action == "delayed";
            } else if ((name == "original-recipient" || (name == "final-recipient" && bounce_.recipient.empty())) && value.find(';') != std::string::npos) {
                bounce_.recipient = lower(trim(value.substr(value.find(';') + 1)));
            }
        }
    }

    void read_returned_head(const std::string& head) {
        for (const auto field : split(head, '\n')) {
            if (lower(field).starts_with("message-id:")) {
                auto id = std::string{trim(field.substr(11))};
                std::erase_if(id, [](char c) { return c == '<' || c == '>'; });
                bounce_.message_id = is_message_id(id) ? "<" + id + ">" : "";
            }
        }
    }

    GMimeMessage* message_;
    const IncomingLimits& limits_;
    IncomingMail mail_;
    Bounce bounce_;
    bool is_report_ = false;
    std::string plain_, html_;
    std::size_t parts_ = 0;
};

}  // namespace

Result<IncomingMail, Unreadable> read_mail(std::string_view raw, const IncomingLimits& limits) {
    if (raw.size() > limits.bytes) {
        return refuse(Unreadable::TooLarge);
    }
    start_gmime();
    const auto stream = own(g_mime_stream_mem_new_with_buffer(raw.data(), raw.size()));
    const auto parser = own(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_format(parser.get(), raw.starts_with("From ") ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
    const auto message = own(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message) {
        return refuse(Unreadable::NotAMail);
    }
    return Reader{message.get(), limits}.run();
}

}  // namespace ansvar::mail
