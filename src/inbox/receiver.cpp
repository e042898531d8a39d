#include "inbox/receiver.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "db/errors.hpp"
#include "inbox/mail_store.hpp"

namespace ansvar::inbox {

namespace {

constexpr std::size_t most_at_once = 50;                        ///< of a mailbox, before what came is read
constexpr std::chrono::seconds lease{180};                      ///< far above what reading a mail may take
constexpr std::int64_t most_tries = 6;                          ///< then a person looks at it
constexpr std::chrono::seconds longest_silence{300};            ///< of a mailbox that cannot be reached

std::string_view word(mail::Unreadable fault) {
    switch (fault) {
        case mail::Unreadable::TooLarge: return "too-large";
        case mail::Unreadable::TooManyParts: return "too-many-parts";
        case mail::Unreadable::NotAMail: return "not-a-mail";
        case mail::Unreadable::TooDear: return "too-dear";
    }
    return "";
}

Finding unreadable(std::string_view reason) { return {.outcome = Outcome::Unreadable, .reason = std::string{reason}}; }

}  // namespace

class Receiver::Inside {
public:
    explicit Inside(ReceiverServices services) : services_(std::move(services)), standing_(services_.mailboxes.size()) {}

    void start() { thread_ = std::thread{[this] { run(); }}; }

    void stop() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    std::size_t run_once() {
        fetch_all();
        std::size_t read = 0;
        while (!is_stopping() && read_one()) {
            ++read;
        }
        return read;
    }

private:
    /// How a mailbox does: one that cannot be reached is asked less and less often.
    struct Standing {
        std::chrono::steady_clock::time_point next{};
        std::chrono::seconds silence{0};
    };

    bool is_stopping() {
        const std::lock_guard lock{mutex_};
        return stopping_;
    }

    void run() {
        for (;;) {
            {
                std::unique_lock lock{mutex_};
                if (wake_.wait_for(lock, services_.poll, [&] { return stopping_; })) {
                    return;
                }
            }
            try {
                run_once();
            } catch (const db::Error& fault) {
                spdlog::debug("mails wait for the database: {}", fault.what());
            } catch (const std::exception& fault) {
                spdlog::error("receiving mail failed: {}", fault.what());
            }
        }
    }

    void fetch_all() {
        for (std::size_t i = 0; i < services_.mailboxes.size() && !is_stopping(); ++i) {
            auto& mailbox = *services_.mailboxes[i];
            auto& standing = standing_[i];
            const auto now = std::chrono::steady_clock::now();
            if (now < standing.next) {
                continue;
            }
            try {
                const auto taken = mailbox.fetch(most_at_once, [&](const mail::Fetched& mail) { return keep(mailbox, mail); });
                if (standing.silence.count() != 0) {
                    spdlog::info("mail from {} comes in again", mailbox.description());
                }
                standing = {.next = taken < most_at_once ? now + mailbox.pause() : now};
            } catch (const mail::MailboxFault& fault) {
                standing.silence = std::clamp(2 * standing.silence, std::chrono::seconds{5}, longest_silence);
                standing.next = now + standing.silence;
                spdlog::warn("no mail from {}: {}; next try in {} s", mailbox.description(), fault.what(), standing.silence.count());
            }
        }
    }

    bool keep(const mail::Mailbox& mailbox, const mail::Fetched& mail) {
        if (!mail_store::store(services_.database, mail.raw, mailbox.description() + ' ' + mail.key, services_.clock.now())) {
            spdlog::info("a mail of {} has come before", mailbox.description());
        }
        return !mail.raw.empty();
    }

    bool read_one() {
        const auto mail = mail_store::claim(services_.database, services_.clock.now(), lease);
        if (!mail) {
            return false;
        }
        try {
            const auto finding = finding_of(*mail);
            const auto now = services_.clock.now();
            services_.database.in_transaction([&](db::Transaction& tx) { mail_store::finish(tx, mail->id, finding, "waiting", {}, now); });
            spdlog::info("mail {} {}{}", mail->id.value, name(finding.outcome), finding.why == Why::None ? "" : std::string{" "} += name(finding.why));
        } catch (const std::exception& fault) {
            // It stays as it came and is read again; the database that is away is no fault of the mail's.
            spdlog::warn("mail {} waits: {}", mail->id.value, fault.what());
            mail_store::put_off(services_.database, *mail, services_.clock.now() + std::chrono::seconds{10} * mail->tries * mail->tries);
        }
        return true;
    }

    Finding finding_of(const StoredMail& stored) {
        if (stored.tries > most_tries) {
            return unreadable("tried-in-vain");
        }
        const auto raw = services_.database.read([&](db::Session& session) { return mail_store::raw_of(session, stored.id); });
        const auto mail = services_.read(raw);
        if (!mail) {
            return unreadable(word(mail.error()));
        }
        mail_store::note(services_.database, stored.id, *mail);
        return services_.reception.receive(stored, *mail);
    }

    ReceiverServices services_;
    std::vector<Standing> standing_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

Receiver::Receiver(ReceiverServices services) : inside_(std::make_unique<Inside>(std::move(services))) {}
Receiver::~Receiver() { inside_->stop(); }
void Receiver::start() { inside_->start(); }
void Receiver::stop() { inside_->stop(); }
std::size_t Receiver::run_once() { return inside_->run_once(); }

}  // namespace ansvar::inbox
