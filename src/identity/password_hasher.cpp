#include "identity/password_hasher.hpp"

#include <sodium.h>

#include <array>

#include "core/secret.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::chrono::seconds come_back{5};

}  // namespace

/// One of the places, for as long as one password takes.
class PasswordHasher::Place {
public:
    explicit Place(const PasswordHasher& hasher) : hasher_{hasher} {
        std::unique_lock lock{hasher_.mutex_};
        const auto is_free = [&] { return hasher_.busy_ < hasher_.at_once_; };
        if (!is_free()) {
            if (hasher_.waiting_ >= hasher_.may_wait_) {
                throw web::Unavailable{come_back, "too many passwords at once"};
            }
            ++hasher_.waiting_;
            const bool came = hasher_.freed_.wait_for(lock, hasher_.patience_, is_free);
            --hasher_.waiting_;
            if (!came) {
                throw web::Unavailable{come_back, "no place for a password became free"};
            }
        }
        ++hasher_.busy_;
        ++hasher_.count_;
    }
    ~Place() {
        const std::lock_guard lock{hasher_.mutex_};
        --hasher_.busy_;
        hasher_.freed_.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    const PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(const Settings& settings)
    : passes_{settings.password_passes},
      memory_{settings.password_memory},
      at_once_{settings.passwords_at_once},
      may_wait_{settings.passwords_waiting},
      patience_{settings.password_patience},
      decoy_{hash(random_token())} {}

std::string PasswordHasher::hash(std::string_view password) const {
    const Place place{*this};
    std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
    if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), passes_, memory_) != 0) {
        throw web::Unavailable{come_back, "no memory to hash a password"};
    }
    return text.data();
}

bool PasswordHasher::verify(const std::string& hash, std::string_view password) const {
    const Place place{*this};
    return crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::verify_decoy(std::string_view password) const {
    verify(decoy_, password);
    return false;
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
    return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), passes_, memory_) != 0;
}

std::uint64_t PasswordHasher::count() const {
    const std::lock_guard lock{mutex_};
    return count_;
}

}  // namespace ansvar::identity
