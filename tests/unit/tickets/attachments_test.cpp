#include "tickets/attachments.hpp"

#include <catch2/catch.hpp>

#include "core/secret.hpp"
#include "school.hpp"
#include "tickets/exif.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

web::Upload upload(const std::string& name, std::string_view bytes) { return {.file_name = name, .declared_type = "text/plain", .bytes = bytes}; }

/// A little-endian TIFF with one IFD that points at a GPS IFD whose latitude is three rationals.
std::string tiff_with_position() {
    using namespace std::string_literals;
    return "II*\0\x08\0\0\0"s + "\x01\0"s + "\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0"s + "\0\0\0\0"s + "\x01\0"s + "\x02\0\x05\0\x03\0\0\0\x2c\0\0\0"s + "\0\0\0\0"s +
           "LATITUDELATITUDELATITUDE"s;
}

}  // namespace

TEST_CASE("a file comes back byte for byte, whatever its size", "[tickets]") {
    School school;
    const auto size = GENERATE(as<std::size_t>{}, 1, 512 * 1024, 512 * 1024 + 1, 3 * 1024 * 1024);
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at < size; ++at) {
        bytes[at] = static_cast<char>(at * 31 + at / 1000);
    }
    const auto tokens = attachments::store(school.database, {upload("bild.bin", bytes)}, school.anna, school.clock.now()).value();
    Draft draft;
    draft.body = "Se bild";
    draft.files = tokens;
    const auto ticket = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random()).value().ticket;
    const auto found = school.database.read([&](db::Session& session) { return attachments::find(session, tokens.at(0)); });
    REQUIRE(found);
    CHECK(found->ticket == ticket.id);
    CHECK(found->attachment.seq == 1);
    CHECK(found->bytes == bytes);
    CHECK(found->attachment.checksum == sha256(bytes));
}

TEST_CASE("files that are too large, empty, too many or programs are refused by name", "[tickets]") {
    School school;
    const auto refused = [&](const std::vector<web::Upload>& uploads) {
        const auto result = attachments::store(school.database, uploads, school.anna, school.clock.now());
        return result ? std::string{"stored"} : result.error().fields.at(0).code;
    };
    const std::string large(attachments::max_file_bytes + 1, 'x');
    const std::string program = std::string{"MZ"} + std::string(58, '\0') + std::string{"\x40\0\0\0PE\0\0", 8} + std::string(300, '\0');
    CHECK(refused({upload("a.txt", large)}) == "too-large");
    CHECK(refused({upload("a.txt", "")}) == "empty");
    CHECK(refused({upload("faktura.pdf", program)}) == "kind-refused");
    CHECK(refused(std::vector<web::Upload>(11, upload("a.txt", "x"))) == "too-many");
    CHECK(refused({upload("a.txt", "x")}) == "stored");
}

TEST_CASE("another's file cannot be taken along, nor one that is on a ticket already", "[tickets]") {
    School school;
    const auto token = attachments::store(school.database, {upload("lön.txt", "hemligt")}, school.amir, school.clock.now()).value();
    Draft draft;
    draft.body = "Se fil";
    draft.files = token;
    const auto ticket = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random()).value().ticket;
    CHECK(school.database.read([&](db::Session& session) { return attachments::list(session, ticket.id); }).empty());
    CHECK(school.database.read([&](db::Session& session) { return attachments::list_kept(session, token, school.anna); }).empty());
}

TEST_CASE("files that no ticket claims are gone after a day, with their pieces", "[tickets]") {
    School school;
    REQUIRE(attachments::store(school.database, {upload("a.txt", "x")}, school.anna, school.clock.now()));
    CHECK(attachments::remove_unlinked(school.database, school.clock.now() + std::chrono::hours{23}) == 0);
    CHECK(attachments::remove_unlinked(school.database, school.clock.now() + std::chrono::hours{25}) == 1);
}

TEST_CASE("the position in a photo is blanked and the rest of it left alone", "[tickets]") {
    using namespace std::string_literals;
    auto jpeg = "\xff\xd8\xff\xe1\x00\x60"s + "Exif\0\0"s + tiff_with_position() + "\xff\xdaPIXELS"s;
    const auto before = jpeg;
    CHECK(blank_position(jpeg));
    CHECK(jpeg.size() == before.size());
    CHECK(jpeg.find("LATITUDE") == std::string::npos);
    CHECK(jpeg.substr(jpeg.size() - 8) == before.substr(before.size() - 8));
    CHECK(!blank_position(jpeg));
    auto broken = before.substr(0, 40);
    CHECK_NOTHROW(blank_position(broken));
    for (std::size_t at = 12; at < before.size(); ++at) {  // no offset may lead outside
        auto bent = before;
        bent[at] = '\xff';
        CHECK_NOTHROW(blank_position(bent));
    }
}

TEST_CASE("strangers' files have room together until they fill it", "[tickets]") {
    School school;
    REQUIRE(attachments::store(school.database, {upload("a.txt", "x")}, std::nullopt, school.clock.now()));
    CHECK(!attachments::strangers_are_full(school.database));
}
