#include "mail/postman.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace ansvar::mail {

Postman::Postman(db::Database& database, Outbox& outbox, const Clock& clock, const Composer& composer, Transport& transport,
                 std::chrono::milliseconds margin, std::function<bool(std::chrono::milliseconds)> may_wait)
    : database_{database},
      outbox_{outbox},
      clock_{clock},
      composer_{composer},
      transport_{transport},
      margin_{margin},
      may_wait_{std::move(may_wait)} {}

void Postman::deliver(const Letter& letter) noexcept {
    try {
        const auto now = clock_.now();
        if (now + margin_ > letter.lease_until) {
            outbox_.give_back(letter);
            spdlog::warn("letter {} lay too long with its worker and goes back", letter.id.value);
        } else if (letter.expires_at && now >= *letter.expires_at) {
            outbox_.expire(letter, now);
            spdlog::info("letter {} came too late to be of use", letter.id.value);
        } else {
            write_down(letter, attempt(letter));
        }
    } catch (const std::exception& fault) {
        // The claim runs out by itself, and the letter is tried again.
        spdlog::error("letter {} was left half-way: {}", letter.id.value, fault.what());
    }
}

Delivery Postman::attempt(const Letter& letter) {
    try {
        return transport_.send(composer_.compose(database_, letter));
    } catch (const Unsendable& fault) {
        return {Outcome::Refused, fault.what()};
    } catch (const std::exception& fault) {
        // A poison letter: it waits like one that the server put off, and is given up like one, so that a mended template saves it.
        spdlog::error("letter {} could not be written: {}", letter.id.value, fault.what());
        return {Outcome::Later, std::string{"could not be written: "} + fault.what()};
    }
}

/// What is not written down is sent once more, so the database gets time to come back: as long as the claim holds.
void Postman::write_down(const Letter& letter, const Delivery& delivery) {
    for (std::chrono::milliseconds pause{100};; pause = std::min(2 * pause, std::chrono::milliseconds{2'000})) {
        try {
            const bool ours = outbox_.finish(letter, delivery, clock_.now());
            spdlog::info("letter {} {}{}", letter.id.value, name(delivery.outcome), ours ? "" : ", but its claim had run out");
            return;
        } catch (const db::CommitUnknown&) {
            // Written already, then the second try finds the claim gone; or not.
        } catch (const db::Unavailable&) {
            if (clock_.now() + pause > letter.lease_until || !may_wait_(pause)) {
                throw;
            }
        }
    }
}

}  // namespace ansvar::mail
