#include "tickets/attachments.hpp"

#include <magic.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <stdexcept>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "db/pieces.hpp"
#include "queries/tickets.hpp"
#include "tickets/draft.hpp"
#include "tickets/exif.hpp"

namespace ansvar::tickets::attachments {

namespace {

/// The media type by content. libmagic's cookie belongs to one thread.
std::string sniff(std::string_view bytes) {
    thread_local const std::unique_ptr<magic_set, decltype(&magic_close)> magic = [] {
        std::unique_ptr<magic_set, decltype(&magic_close)> cookie{magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS), magic_close};
        if (!cookie || magic_load(cookie.get(), nullptr) != 0) {
            throw std::runtime_error("libmagic could not load its database");
        }
        return cookie;
    }();
    const auto* type = magic_buffer(magic.get(), bytes.data(), bytes.size());
    return type ? std::string{type}.substr(0, 100) : "application/octet-stream";
}

/// Programs are refused: nobody needs to mail one to a helpdesk, and many open what they are sent.
bool is_refused(const std::string& type) {
    for (const std::string_view refused : {"application/x-dosexec", "application/x-executable", "application/x-pie-executable", "application/x-sharedlib",
                                           "application/vnd.microsoft.portable-executable", "application/x-msdownload", "application/x-mach-binary"}) {
        if (type == refused) {
            return true;
        }
    }
    return false;
}

/// ".docx", with its dot; empty when there is none, or none that a program would know.
std::string_view ending_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || name.size() - dot > 10 ? std::string_view{} : name.substr(dot);
}

/// A name that any system can keep: one line, no path, no leading dot, at most 150 characters.
std::string safe_name(const std::string& sent) {
    std::string name;
    for (const char c : sent.substr(sent.find_last_of("/\\") == std::string::npos ? 0 : sent.find_last_of("/\\") + 1)) {
        name += static_cast<unsigned char>(c) < 0x20 || std::string_view{"<>:\"|?*\x7f"}.find(c) != std::string_view::npos ? '_' : c;
    }
    name = std::string{trim(name)};
    name.erase(0, name.find_first_not_of('.') == std::string::npos ? name.size() : name.find_first_not_of('.'));
    if (name.empty() || check_line(name, 10'000) != TextFault::None) {
        return "file";
    }
    return count_characters(name) > 150 ? shorten(name, 100) + std::string{ending_of(name)} : name;
}

std::optional<web::FieldError> fault_of(const web::Upload& upload, const std::string& name) {
    const auto fault = [&](std::string_view code, web::Arguments arguments) {
        auto error = field_fault("/files", code, std::move(arguments));
        error.text_key.replace(0, std::string_view{"field"}.size(), "file");
        return error;
    };
    if (upload.bytes.empty()) {
        return fault("empty", {{"name", name}});
    }
    if (upload.bytes.size() > max_file_bytes) {
        return fault("too-large", {{"name", name}, {"limit", "10 MB"}});
    }
    if (is_refused(sniff(upload.bytes))) {
        return fault("kind-refused", {{"name", name}});
    }
    return {};
}

std::string store_one(db::Database& database, const web::Upload& upload, std::optional<PersonId> owner, Timestamp now) {
    std::string bytes{upload.bytes};
    const auto type = sniff(bytes);
    if (type.rfind("image/", 0) == 0) {
        blank_position(bytes);
    }
    const auto token = random_token(24);
    database.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::tickets::insert_attachment, {{"token", token},
                                                         {"owner_id", owner},
                                                         {"name", safe_name(upload.file_name)},
                                                         {"media_type", type},
                                                         {"bytes", bytes.size()},
                                                         {"checksum", sha256(bytes)},
                                                         {"now", now}});
        const auto id = tx.last_insert_id();
        db::in_pieces(bytes, [&](std::size_t position, std::string_view piece) {
            tx.execute(queries::tickets::insert_attachment_chunk, {{"attachment_id", id}, {"position", position}, {"bytes", piece}});
        });
    });
    return token;
}

Attachment read_attachment(const db::Row& row) {
    return {.id = row.id<AttachmentId>("id"),
            .token = row.text("token"),
            .ticket = row.optional_id<TicketId>("ticket_id"),
            .seq = row.optional_integer("seq").value_or(0),
            .name = row.text("name"),
            .media_type = row.text("media_type"),
            .bytes = row.integer("bytes"),
            .checksum = row.text("checksum")};
}

}  // namespace

bool is_shown(std::string_view media_type) {
    return media_type == "image/png" || media_type == "image/jpeg" || media_type == "image/gif" || media_type == "image/webp";
}

std::optional<web::FieldError> fault_of(const web::Upload& upload) { return fault_of(upload, safe_name(upload.file_name)); }

Result<std::vector<std::string>, Refusal> store(db::Database& database, const std::vector<web::Upload>& uploads, std::optional<PersonId> owner,
                                                Timestamp now) {
    std::size_t together = 0;
    for (const auto& upload : uploads) {
        together += upload.bytes.size();
        if (auto fault = fault_of(upload, safe_name(upload.file_name))) {
            return refuse(Refusal::invalid(std::move(*fault)));
        }
    }
    if (uploads.size() > max_files || together > max_request_bytes) {
        auto fault = field_fault("/files", uploads.size() > max_files ? "too-many" : "too-large-together", {{"limit", max_files}});
        fault.text_key = uploads.size() > max_files ? "file.too_many" : "file.too_large_together";
        if (uploads.size() <= max_files) {
            fault.arguments = {{"limit", "25 MB"}};
        }
        return refuse(Refusal::invalid(std::move(fault)));
    }
    std::vector<std::string> tokens;
    for (const auto& upload : uploads) {
        tokens.push_back(store_one(database, upload, owner, now));
    }
    return tokens;
}

void link(db::Transaction& tx, const std::vector<std::string>& tokens, PersonId owner, TicketId ticket, std::int64_t seq) {
    if (!tokens.empty()) {
        tx.execute(queries::tickets::link_attachments,
                   {{"tokens", nlohmann::json(tokens).dump()}, {"owner_id", owner}, {"ticket_id", ticket}, {"seq", seq}});
    }
}

std::vector<Attachment> list(db::Session& session, TicketId ticket) {
    std::vector<Attachment> files;
    for (const auto& row : session.rows(queries::tickets::select_attachments, {{"ticket_id", ticket}})) {
        files.push_back(read_attachment(row));
    }
    return files;
}

std::vector<Attachment> list_kept(db::Session& session, const std::vector<std::string>& tokens, std::optional<PersonId> owner) {
    std::vector<Attachment> files;
    for (const auto& row : session.rows(queries::tickets::select_kept_attachments, {{"tokens", nlohmann::json(tokens).dump()}, {"owner_id", owner}})) {
        files.push_back(read_attachment(row));
    }
    return files;
}

std::optional<Content> find(db::Session& session, std::string_view token) {
    const auto row = session.row(queries::tickets::select_attachment, {{"token", token}});
    if (!row) {
        return {};
    }
    Content content{read_attachment(*row), row->id<TicketId>("ticket_id"), {}};
    content.bytes.reserve(static_cast<std::size_t>(content.attachment.bytes));
    session.each(queries::tickets::select_attachment_chunks, {{"attachment_id", content.attachment.id}},
                 [&](const db::Row& chunk) { content.bytes += chunk.text("bytes"); });
    return content;
}

bool strangers_are_full(db::Database& database) {
    constexpr std::int64_t limit = 500LL * 1024 * 1024;
    const auto row = database.read([](db::Session& session) { return session.row(queries::tickets::sum_strangers_attachments); });
    return row && row->integer("bytes") >= limit;
}

std::uint64_t remove_unlinked(db::Database& database, Timestamp now) {
    return database.execute_once(queries::tickets::delete_unlinked_attachments, {{"before", now - std::chrono::hours{24}}});
}

}  // namespace ansvar::tickets::attachments
