#include "identity/totp.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <qrcodegen/qrcodegen.hpp>
#include <stdexcept>

#include "core/secret.hpp"
#include "core/text.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::uint64_t step_seconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;
constexpr unsigned digits = 6;

/// liboath wants to be started once in a process.
void start_oath() {
    static const bool is_started = oath_init() == OATH_OK;
    if (!is_started) {
        throw std::runtime_error("liboath could not start");
    }
}

using Allocated = std::unique_ptr<char, decltype(&std::free)>;

std::string bytes_of(std::string_view secret) {
    start_oath();
    char* bytes = nullptr;
    std::size_t size = 0;
    if (oath_base32_decode(secret.data(), secret.size(), &bytes, &size) != OATH_OK) {
        throw std::logic_error("the secret of a second factor is not base32");
    }
    const Allocated owner{bytes, &std::free};
    return {bytes, size};
}

std::uint64_t step_of(Timestamp at) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()) / step_seconds;
}

std::string code_of_step(const std::string& secret, std::uint64_t step) {
    std::array<char, digits + 1> code{};
    if (oath_totp_generate(secret.data(), secret.size(), static_cast<time_t>(step * step_seconds), step_seconds, OATH_TOTP_DEFAULT_START_TIME,
                           digits, code.data()) != OATH_OK) {
        throw std::runtime_error("liboath could not make a code");
    }
    return code.data();
}

}  // namespace

std::string draw_totp_secret() {
    start_oath();
    std::array<char, secret_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    char* text = nullptr;
    std::size_t size = 0;
    if (oath_base32_encode(bytes.data(), bytes.size(), &text, &size) != OATH_OK) {
        throw std::runtime_error("liboath could not write base32");
    }
    const Allocated owner{text, &std::free};
    return {text, size};
}

std::string totp_code(std::string_view secret, Timestamp at) { return code_of_step(bytes_of(secret), step_of(at)); }

std::optional<std::uint64_t> matching_step(std::string_view secret, std::string_view typed, std::uint64_t last_step, Timestamp now) {
    std::string code{typed};
    code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
    const auto bytes = bytes_of(secret);
    const auto here = step_of(now);
    std::optional<std::uint64_t> found;
    for (const auto step : {here - 1, here, here + 1}) {  // all three, so that the time does not tell which
        if (equal_secret(code_of_step(bytes, step), code) && step > last_step) {
            found = step;
        }
    }
    return found;
}

std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account) {
    return "otpauth://totp/" + percent_encode(issuer) + ":" + percent_encode(account) + "?secret=" + std::string{secret} +
           "&issuer=" + percent_encode(issuer);
}

std::string in_groups(std::string_view secret) {
    std::string text;
    for (std::size_t at = 0; at < secret.size(); at += 4) {
        text += (at == 0 ? "" : " ") + std::string{secret.substr(at, 4)};
    }
    return text;
}

QrPicture draw_qr(const std::string& text) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    QrPicture picture{.size = code.getSize(), .path = {}};
    for (int y = 0; y < picture.size; ++y) {
        for (int x = 0; x < picture.size;) {
            int end = x;
            while (end < picture.size && code.getModule(end, y)) {
                ++end;
            }
            if (end > x) {
                picture.path += "M" + std::to_string(x) + " " + std::to_string(y) + "h" + std::to_string(end - x) + "v1H" + std::to_string(x) + "z";
            }
            x = std::max(end, x + 1);
        }
    }
    return picture;
}

}  // namespace ansvar::identity
