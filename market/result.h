// Result<T>: a value, or an error that is the world's fault.
//
// The message of an Error is one or more whole sentences for a person: what,
// where, what was found, what is allowed. std::expected is C++23 and absent
// from g++ 12, hence this small twin.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "market/check.h"

namespace souk::market {

struct Error {
  std::string message;
};

/// A value of type T or an Error. Reading the wrong one is a broken invariant.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}
  Result(Error error) : held_(std::move(error)) {}

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    SOUK_CHECK(ok(), std::get<1>(held_).message);
    return std::get<0>(held_);
  }
  const T& value() const& {
    SOUK_CHECK(ok(), std::get<1>(held_).message);
    return std::get<0>(held_);
  }
  T&& value() && {
    SOUK_CHECK(ok(), std::get<1>(held_).message);
    return std::get<0>(std::move(held_));
  }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }

  const Error& error() const {
    SOUK_CHECK(!ok(), "no error in this result");
    return std::get<1>(held_);
  }

 private:
  std::variant<T, Error> held_;
};

/// Success without a value, or an Error: `return {};` or `return Error{...};`.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    SOUK_CHECK(!ok(), "no error in this result");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace souk::market
