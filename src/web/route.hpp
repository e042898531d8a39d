#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "web/access.hpp"
#include "web/method.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::web {

/// Runs on a worker thread; returns an answer or throws an Error.
using Handler = std::function<Response(const Request&)>;

/// The functions of an object as handlers; the object lives as long as one of them.
template <class Object>
class HandlersOf {
public:
    explicit HandlersOf(std::shared_ptr<const Object> object) : object_(std::move(object)) {}

    Handler operator()(Response (Object::*function)(const Request&) const) const {
        return [object = object_, function](const Request& request) { return (*object.*function)(request); };
    }

private:
    std::shared_ptr<const Object> object_;
};

/// Which threads run a route. Uploads: few bodies above 256 KiB at once, the next is refused before it is read; smaller ones go as
/// requests. Health: a thread of its own, so that whoever watches the service is answered while all others wait for the database; such a
/// handler must not.
enum class Pool { Requests, Uploads, Health };

struct Limits {
    std::size_t max_body_bytes = 256 * 1024;  ///< a longer body is refused (413) before it is read; GET never has one
    Pool pool = Pool::Requests;
};

/// What else a route of the API asks of programs, declared here and seen to by the dispatcher (src/web/manners.hpp).
struct Manners {
    std::vector<std::string> query = {};  ///< the parameters it takes; another one, or one given twice, is refused (422)
    bool wants_version = false;           ///< it changes something that has a version: refused without If-Match (428)
};

/// One line of the route table.
struct Route {
    Method method;
    std::string path;  ///< "/tickets/{number}/messages": fixed segments and placeholders
    Access access;
    Handler handler;
    Limits limits = {};
    Manners manners = {};
};

/// Whether a route does something that must not be done twice: a POST of the API for programs that may write. It takes Idempotency-Key.
bool is_carried_out_once(const Route& route);

}  // namespace ansvar::web
